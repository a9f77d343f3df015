//! Sends requests and changes to the library and turns the results into messages.
//!
//! No threads and no terminal here: the workers call it, and so do the journey tests.

use super::{export, fetching, full_text, paths};
use crate::app::{Answer, Message, Request, Ticket, WriteRequest};
use crate::library::{self, Added, Error, Library, Task, passed_over};
use crate::model::{Applied, EditId, Origin};
use std::time::{Duration, Instant};

/// A request that takes longer is logged.
const SLOW: Duration = Duration::from_millis(100);

/// An edit that was made elsewhere and concerns so many articles is not undone without a question.
const MANY: usize = 20;

/// The kind of a request, without its content.
fn in_a_word(request: &Request) -> &'static str {
    match request {
        Request::Window { list_query, .. } if list_query.query.is_empty() => "a list",
        Request::Window { .. } => "a search",
        Request::Article(_) => "an article",
        Request::Nearby(_) => "articles ahead",
        Request::Dossier { .. } => "a dossier",
        Request::Names { .. } => "a list of names",
        Request::NextUnread { .. } => "the next unread article",
        Request::Feeds { .. } => "the feeds",
        Request::PastEdits { .. } => "past changes",
        Request::Notes { .. } => "notes",
        Request::Places { .. } => "places",
        Request::Count { .. } | Request::CountUnread { .. } => "a count",
        Request::Between { .. } => "a part of a list",
        Request::Searches => "the saved searches",
        Request::Path(_) => "names of files",
        Request::Export { .. } | Request::ExportNotes(_) => "an export",
        Request::Matches { .. } => "the matches of an article",
        Request::Summary { .. } => "a name in brief",
        Request::NameChoices { .. } | Request::SimilarNames { .. } => "names to choose",
        Request::PlacesMeant { .. } => "places to choose",
        Request::Plan(_) => "what a correction changes",
        Request::Attended | Request::AttendedNames => "watched names",
        Request::Counts => "the counts",
    }
}

/// Answers a request; `None` if it was cancelled because a newer one is on its way.
pub fn ask(library: &Library, ticket: Ticket, request: &Request, task: &Task) -> Option<Message> {
    let began = Instant::now();
    let answered = answer(library, request, task);
    if began.elapsed() >= SLOW {
        tracing::info!("slow: {} took {} ms", in_a_word(request), began.elapsed().as_millis());
    }
    match answered {
        Ok(answer) => Some(Message::Answered(ticket, answer)),
        Err(error) if error.is_cancelled() => None,
        Err(error) => Some(Message::Failed(ticket, error.to_string())),
    }
}

fn answer(library: &Library, request: &Request, task: &Task) -> Result<Answer, Error> {
    Ok(match request {
        Request::Window { list_query, anchor, count } => {
            Answer::Window(library.window(list_query, *anchor, *count, task)?)
        }
        Request::Article(id) => Answer::Article(library.article(*id)?.map(Box::new)),
        Request::Nearby(articles) => {
            let read = articles.iter().filter_map(|id| library.article(*id).transpose());
            Answer::Nearby(read.collect::<Result<_, _>>()?)
        }
        Request::Dossier { entity, after, count } => {
            Answer::Dossier(library.dossier(*entity, *after, *count, task)?.map(Box::new))
        }
        Request::Names { names, count, now } => Answer::Names(library.name_index(names, *count, *now, task)?),
        Request::NextUnread { list_query, from, forward } => {
            Answer::Unread(library.next_unread(list_query, *from, *forward, task)?)
        }
        Request::Feeds { now } => {
            let feeds = library.subscriptions(false, *now)?;
            Answer::Feeds(feeds, library.shared_articles()?, library.accounts()?)
        }
        Request::PastEdits { count } => Answer::PastEdits(library.past_edits(None, *count)?),
        Request::Notes { count } => Answer::Notes(library.noted(*count)?),
        Request::Count { list_query } => Answer::Count(library.count(list_query, task)?),
        Request::CountUnread { list_query } => Answer::CountUnread(library.count_unread(list_query, task)?),
        Request::Export { articles, export: to } => export::carry_out(library, articles, to)?,
        Request::ExportNotes(to) => export::carry_out_notes(library, to)?,
        Request::Searches => Answer::Searches(library.searches(task)?),
        Request::Path(request) => Answer::Path(paths::answer(request)),
        Request::Matches { article, query, typing } => {
            Answer::Matches(*article, library.matches_in(*article, query, *typing)?)
        }
        Request::Between { list_query, ends } => {
            Answer::Between(library.articles_between(list_query, *ends, task)?)
        }
        Request::Places { of, count } => Answer::Places(library.places(of, *count, task)?),
        Request::Summary { entity, article } => {
            Answer::Summary(library.summary(*entity, *article, task)?.map(Box::new))
        }
        Request::NameChoices { words, count } => {
            Answer::NameChoices(library.name_choices(words, *count, task)?)
        }
        Request::SimilarNames { name, kind, count } => {
            Answer::NameChoices(library.similar_names(name, *kind, *count, task)?)
        }
        Request::PlacesMeant { words, called } => Answer::PlacesMeant(library.places_meant(words, called)),
        Request::Plan(edit) => Answer::Plan(library.plan(edit, task, 0)?),
        Request::Attended => Answer::Attended(library.attended()?),
        Request::AttendedNames => Answer::AttendedNames(library.attended_names()?),
        Request::Counts => Answer::Counts(library.counts()?),
    })
}

/// Carries out a write request and reports the result. `now` is in seconds since the epoch.
pub fn carry_out(library: &mut Library, request: WriteRequest, now: i64) -> Vec<Message> {
    attempt(library, &request, now).unwrap_or_else(|error| vec![refused(request, &error)])
}

/// The same; an error, where nothing came of it.
pub fn attempt(library: &mut Library, request: &WriteRequest, now: i64) -> library::Result<Vec<Message>> {
    let message = match request {
        WriteRequest::Edit { edit, origin } => {
            let applied = match origin {
                Origin::Implicit => library.apply_implicitly(edit, now)?,
                _ => library.apply(edit, &Task::new(), now)?,
            };
            return Ok(vec![Message::Written(edit.clone()), Message::Edited(Box::new(applied), *origin)]);
        }
        WriteRequest::Undo(which) => undo(library, *which, now)?,
        WriteRequest::UndoLast { own } => undo_last(library, own, now)?,
        WriteRequest::Redo(which) => {
            retraced(library.redo(*which, &Task::new(), now)?, Origin::Redo, "there is nothing to redo")
        }
        WriteRequest::ReadAll(list_query) => {
            Message::Edited(Box::new(library.read_all(list_query, now)?), Origin::User)
        }
        WriteRequest::Attend { entity, to } => {
            Message::Edited(Box::new(library.attend(*entity, *to, now)?), Origin::User)
        }
        WriteRequest::LookAt(entity) => return library.look_at(*entity, now).map(|()| Vec::new()),
        WriteRequest::Position { article, position } => {
            return library.set_position(*article, *position).map(|()| Vec::new());
        }
        WriteRequest::Remember { key, value } => {
            return library.remember(key, value).map(|()| Vec::new());
        }
        WriteRequest::FullText { article, title } => {
            return Ok(full_text::fetch(library, *article, title.clone(), now));
        }
        WriteRequest::Add { .. } | WriteRequest::AddAccount(_) | WriteRequest::Refresh(_) => {
            return Ok(carry_out_long(library, request.clone(), &Task::new(), now, &mut |_, _| ()));
        }
    };
    Ok(vec![message])
}

/// Undoes the last edit, or asks about it first. If another process takes that one back meanwhile, or it is refused, the
/// one before it is the last.
fn undo_last(library: &mut Library, own: &[EditId], now: i64) -> library::Result<Message> {
    const NOTHING: &str = "there is nothing to undo";
    let (mut gone, mut last) = (None, None);
    let (mut first_refusal, mut refused) = (None, 0);
    while let Some(edit) = library.next_undo(last)?.filter(|edit| gone != Some(edit.id)) {
        if edit.articles >= MANY && !own.contains(&edit.id) {
            return Ok(Message::UndoAsked(Box::new(edit)));
        }
        match library.undo(Some(edit.id), &Task::new(), now)? {
            None => gone = Some(edit.id),
            Some(mut undone) if undone.edit.is_some() => {
                undone.sentence.push_str(&passed_over(refused));
                return Ok(retraced(Some(undone), Origin::Undo, NOTHING));
            }
            refusal => {
                first_refusal = first_refusal.or(refusal);
                (last, refused) = (Some(edit.id), refused + 1);
            }
        }
    }
    Ok(retraced(first_refusal, Origin::Undo, NOTHING))
}

/// Undoes an edit.
fn undo(library: &mut Library, edit: EditId, now: i64) -> library::Result<Message> {
    let undone = library.undo(Some(edit), &Task::new(), now)?;
    Ok(retraced(undone, Origin::Undo, "this change is no longer there to undo"))
}

/// Tells that nothing came of a request.
pub(super) fn refused(request: WriteRequest, error: &Error) -> Message {
    match request {
        WriteRequest::Edit { edit, .. } => Message::NotEdited(edit, error.to_string()),
        _ => Message::Notice(error.to_string()),
    }
}

/// Reports the result of undo or redo.
fn retraced(applied: Option<Applied>, origin: Origin, nothing: &str) -> Message {
    match applied {
        Some(applied) => Message::Edited(Box::new(applied), origin),
        None => Message::Notice(nothing.to_owned()),
    }
}

/// Carries out what contacts servers or reads files. `between` gets the library while it waits.
pub fn carry_out_long(
    library: &mut Library,
    request: WriteRequest,
    task: &Task,
    now: i64,
    between: &mut dyn FnMut(&mut Library, &Added),
) -> Vec<Message> {
    let is_refresh = matches!(request, WriteRequest::Refresh(_));
    let output = match request {
        WriteRequest::Add { what, is_page } => fetching::add(library, &what, is_page, task, now, between),
        WriteRequest::AddAccount(login) => fetching::add_account(library, login, task, now, between),
        WriteRequest::Refresh(fetch) => fetching::refresh(library, fetch, task, now, between),
        request => return carry_out(library, request, now),
    };
    let said = output.unwrap_or_else(|error| vec![Message::Notice(error.to_string())]);
    let ended = is_refresh.then_some(Message::RefreshEnded);
    ended.into_iter().chain(std::iter::once(Message::LibraryChanged)).chain(said).collect()
}

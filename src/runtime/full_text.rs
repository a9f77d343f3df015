//! The full text of an article for the screen: what happens before and after its page is fetched, and the messages
//! about it. No threads here: [`super::pages`] does the fetching.

use crate::app::Message;
use crate::library::{FetchedPage, FullText, Library, PageAddress, TakenText, Task};
use crate::model::{Applied, ArticleId, Edit, Origin, ShownText};

/// A page to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub article: ArticleId,
    pub title: String,
    pub address: PageAddress,
}

/// Does what needs no page, or returns which page is needed.
pub(super) fn begin(
    library: &mut Library,
    article: ArticleId,
    title: String,
    now: i64,
) -> Result<Wanted, Vec<Message>> {
    let ended = |message| Err(vec![message, Message::FullTextEnded]);
    let say = |words: &str| ended(Message::Notice(words.to_owned()));
    match library.full_text(article) {
        Ok(FullText::Fetch(address)) => Ok(Wanted { article, title, address }),
        Ok(FullText::Kept) => {
            let edit = Edit::Text { shown: ShownText::Full, articles: vec![article] };
            ended(match library.apply(&edit, &Task::new(), now) {
                Ok(applied) => edited(applied),
                Err(error) => Message::Notice(error.to_string()),
            })
        }
        Ok(FullText::Shown) => say("the full text is already shown"),
        Ok(FullText::NoAddress) => say("this article has no link to fetch its full text from"),
        Ok(FullText::NoArticle) => say("this article is no longer in the library"),
        Err(error) => ended(Message::Notice(error.to_string())),
    }
}

/// Stores the page that arrived, or reports why there is none.
pub(super) fn end(
    library: &mut Library,
    wanted: &Wanted,
    page: Result<FetchedPage, String>,
    now: i64,
) -> Vec<Message> {
    let taken = page.map(|page| library.take_full_text(wanted.article, page, now));
    let message = match taken {
        Ok(Ok(TakenText::Shown(applied))) if applied.edit.is_some() => edited(*applied),
        Ok(Ok(TakenText::Shown(_))) => Message::Notice("the full text is already shown".to_owned()),
        Ok(Err(error)) => Message::Notice(error.to_string()),
        Ok(Ok(TakenText::NotTaken(why))) | Err(why) => missed(&wanted.title, &why),
    };
    vec![message, Message::FullTextEnded]
}

/// Both, with fetching in between, for callers that may block.
pub(super) fn fetch(library: &mut Library, article: ArticleId, title: String, now: i64) -> Vec<Message> {
    match begin(library, article, title, now) {
        Ok(wanted) => {
            let page = FetchedPage::fetch(&wanted.address, &Task::new());
            end(library, &wanted, page, now)
        }
        Err(messages) => messages,
    }
}

fn edited(applied: Applied) -> Message {
    Message::Edited(Box::new(applied), Origin::User)
}

fn missed(title: &str, why: &str) -> Message {
    Message::Notice(format!("{title}: the page {why}"))
}

//! How the screen looks, and what leaves it.

use crate::app::effect::Effect;
use crate::app::layout::Focus;
use crate::app::panes::reader::MEASURES;
use crate::app::settings::Theme;
use crate::app::state::{Overlay, State};

use super::looking;

type Effects = Vec<Effect>;

/// Shows the sidebar and gives it the focus; again, hides it.
pub(super) fn sidebar(state: &mut State) -> Effects {
    if state.focus == Focus::Sidebar {
        state.sidebar.shown = false;
        state.focus(Focus::Reader);
    } else {
        state.focus(Focus::Sidebar);
    }
    Vec::new()
}

pub(super) fn zen(state: &mut State) -> Effects {
    state.zen = !state.zen;
    state.focus(Focus::Reader);
    Vec::new()
}

pub(super) fn narrower(state: &mut State) -> Effects {
    measure(state, state.reader.measure.saturating_sub(4))
}

pub(super) fn wider(state: &mut State) -> Effects {
    measure(state, state.reader.measure.saturating_add(4))
}

fn measure(state: &mut State, columns: u16) -> Effects {
    let room = state.room();
    state.reader.measure = columns.clamp(*MEASURES.start(), *MEASURES.end());
    state.reader.reset(room);
    let shown = state.reader.measure.min(room.columns);
    state.notice = Some(format!("lines of {shown} columns"));
    vec![state.keep_settings()]
}

pub(super) fn theme(state: &mut State) -> Effects {
    let at = Theme::ALL.iter().position(|&theme| theme == state.look.theme()).unwrap_or(0);
    let next = Theme::ALL[(at + 1) % Theme::ALL.len()];
    state.look.theme = Some(next);
    state.notice = Some(format!("theme: {}", next.word()));
    vec![state.keep_settings()]
}

pub(super) fn help(state: &mut State) -> Effects {
    state.overlay = match state.overlay {
        Some(Overlay::Help(_)) => None,
        _ => Some(Overlay::Help(0)),
    };
    state.card.clear();
    Vec::new()
}

pub(super) fn messages(state: &mut State) -> Effects {
    state.overlay = Some(Overlay::Messages(0));
    Vec::new()
}

pub(super) fn suspend(_: &mut State) -> Effects {
    vec![Effect::Suspend]
}

pub(super) fn browse(state: &mut State) -> Effects {
    match link(state) {
        Some(url) => {
            state.say(format!("opening {url}"));
            vec![Effect::Browse(url)]
        }
        None => no_link(state),
    }
}

pub(super) fn copy_link(state: &mut State) -> Effects {
    match link(state) {
        Some(url) => copy(state, "link", url),
        None => no_link(state),
    }
}

pub(super) fn copy_title(state: &mut State) -> Effects {
    match state.article_at_hand().map(|row| row.title.clone()) {
        Some(title) => copy(state, "title", title),
        None => Vec::new(),
    }
}

pub(super) fn copy_markdown(state: &mut State) -> Effects {
    let title = state.article_at_hand().map(|row| row.title.clone());
    match (title, link(state)) {
        (Some(title), Some(url)) => copy(state, "title and link", format!("[{title}]({url})")),
        _ => no_link(state),
    }
}

pub(super) fn copy_paragraph(state: &mut State) -> Effects {
    let offset = state.reader.position().offset as usize;
    let paragraph = state.reader.article.as_ref().and_then(|article| {
        let document = &article.document;
        let block = document.blocks.iter().find(|block| block.span.range().end > offset)?;
        Some(block.span.of(&document.text).to_owned())
    });
    match paragraph {
        Some(text) => copy(state, "paragraph", text),
        None => Vec::new(),
    }
}

pub(super) fn copy_name(state: &mut State) -> Effects {
    match looking::name_at_hand(state) {
        Some((_, _, name)) => copy(state, "name", name),
        None => Vec::new(),
    }
}

fn copy(state: &mut State, what: &str, text: String) -> Effects {
    state.say(format!("{what} copied"));
    vec![Effect::Copy(text)]
}

/// The address of the article on the screen; a list row carries none until it is shown.
fn link(state: &State) -> Option<String> {
    let row = state.article_at_hand()?.id();
    let article = state.reader.article.as_ref().filter(|article| article.row.id() == row)?;
    article.document.url.clone().filter(|url| url.starts_with("http"))
}

fn no_link(state: &mut State) -> Effects {
    state.say("this article came without an address");
    Vec::new()
}

//! The full text of an article of which its feed brings but a teaser.

use crate::app::effect::{Deed, Effect};
use crate::app::state::State;

type Effects = Vec<Effect>;

/// Fetches the full text of the article at hand. Keys go on meanwhile.
pub(super) fn fetch(state: &mut State) -> Effects {
    let Some((article, title)) = state.article_at_hand().map(|row| (row.id(), row.title.clone())) else {
        state.say("no article is selected here");
        return Vec::new();
    };
    if state.read_only {
        state.say("another Dateline has this library open: this one only reads");
        return Vec::new();
    }
    state.full_texts += 1;
    state.say(format!("fetching the full text of {title} … · Esc stops"));
    vec![Effect::Do(Deed::FullText { article, title })]
}

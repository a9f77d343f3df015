//! Letters over every name and link in sight: typed, they lead to it, open it or copy it.

use super::Outcome;
use crate::app::cx::{Cx, Wish};
use crate::app::effect::Effect;
use crate::app::hints::{HintTarget, labels};
use crate::app::key::{Code, Key};

/// The hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    /// Each target with its letters.
    targets: Vec<(String, HintTarget)>,
    typed: String,
    /// What is typed is copied, and not gone to.
    copies: bool,
}

impl Hints {
    /// Hints over these.
    pub(super) fn new(targets: Vec<HintTarget>, copies: bool) -> Self {
        let targets = labels(targets.len()).into_iter().zip(targets).collect();
        Self { targets, typed: String::new(), copies }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match (key.code, key.typed()) {
            (Code::Backspace, _) => {
                self.typed.pop();
            }
            (Code::Char(_), Some(letter)) => self.typed.extend(letter.to_lowercase()),
            _ => return Outcome::Done,
        }
        let chosen = self.targets.iter().find(|(letters, _)| *letters == self.typed);
        if let Some((_, target)) = chosen {
            if self.copies {
                cx.say(format!("copied {}", target.text));
                cx.effect(Effect::Copy(target.text.clone()));
            } else {
                cx.mark();
                cx.wish(Wish::FollowHint(target.goal.clone()));
            }
            return Outcome::Done;
        }
        if self.in_sight().next().is_none() {
            cx.note(format!("no hint {} · f shows them again", self.typed));
            return Outcome::Done;
        }
        Outcome::Taken
    }

    /// The letters still to be typed of each that is possible, and where.
    pub fn in_sight(&self) -> impl Iterator<Item = (&str, &HintTarget)> {
        self.targets
            .iter()
            .filter_map(|(letters, target)| Some((letters.strip_prefix(self.typed.as_str())?, target)))
    }

    /// The keys that matter here.
    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let does = if self.copies { "copy it" } else { "go to the name, open the link" };
        vec![("a–z", does), ("Esc", "never mind")]
    }
}

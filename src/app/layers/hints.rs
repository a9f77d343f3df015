//! Letters over every visible name and link: typing them goes to it, opens it or copies it.

use super::Outcome;
use crate::app::cx::{Cx, Wish};
use crate::app::effect::Effect;
use crate::app::hints::{HintTarget, labels};
use crate::app::key::{Code, Key};

/// The hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    /// Each target with its label.
    targets: Vec<(String, HintTarget)>,
    typed: String,
    /// Whether the target is copied rather than opened.
    copies: bool,
}

impl Hints {
    /// Hints for these targets.
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

    /// The remaining letters of each possible target, and the target.
    pub fn in_sight(&self) -> impl Iterator<Item = (&str, &HintTarget)> {
        self.targets
            .iter()
            .filter_map(|(letters, target)| Some((letters.strip_prefix(self.typed.as_str())?, target)))
    }

    /// The most important keys.
    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let does = if self.copies { "copy it" } else { "go to the name, open the link" };
        vec![("a–z", does), ("Esc", "never mind")]
    }
}

//! Names that may be meant by one that the library does not know.

use super::resolve::Search;
use super::{Library, Result, Task};
use crate::index::Wanted;
use crate::model::{EntityRow, Kind};
use crate::query::{Expression, Shape, Words};

/// The number of names offered.
const OFFERED: usize = 6;

impl Library {
    /// Names that may be meant by an unknown one of the query, or by a word that no article has; what is told of the
    /// search names them, too.
    pub(super) fn tell_of_nearest(
        &self,
        search: &mut Search,
        expression: &Expression,
        words: &[Words],
        task: &Task,
    ) -> Result<Vec<EntityRow>> {
        let nearest = if let Some((kind, name)) = self.unknown_name(expression)? {
            self.nearest_names(name, &[kind], task)?
        } else if search.notice.is_none()
            && let Some(word) = self.unknown_word(words, task)?
        {
            search.notice = Some(self.told_of_unknown(word, task)?);
            self.nearest_names(&word.text, &Kind::ALL, task)?
        } else {
            Vec::new()
        };
        if let (Some(notice), Some(told)) = (&mut search.notice, told(&nearest)) {
            *notice = format!("{notice}; {told}");
        }
        Ok(nearest)
    }

    /// Those of any kind that are called exactly like a name, then those of some kinds that are spelt like it.
    fn nearest_names(&self, name: &str, kinds: &[Kind], task: &Task) -> Result<Vec<EntityRow>> {
        let mut nearest = Vec::new();
        for id in self.in_store(self.store.entities_named(name, None))? {
            nearest.extend(self.in_store(self.store.entity_row(id))?);
        }
        for &kind in kinds {
            let like = self.store.names_like(name, kind, OFFERED / kinds.len(), &|| task.is_cancelled());
            for row in self.in_store(like)? {
                if nearest.iter().all(|known: &EntityRow| known.id != row.id) {
                    nearest.push(row);
                }
            }
        }
        nearest.truncate(OFFERED);
        Ok(nearest)
    }

    /// The first word of a query that no article has in any form.
    fn unknown_word<'a>(&self, words: &'a [Words], task: &Task) -> Result<Option<&'a Words>> {
        for word in words {
            if self.has_article_with(word, task)? == Some(false) {
                return Ok(Some(word));
            }
        }
        Ok(None)
    }

    /// `no article has “merkle”; merkle~ finds words like it`
    fn told_of_unknown(&self, word: &Words, task: &Task) -> Result<String> {
        let text = &word.text;
        let like = Words { shape: Shape::Fuzzy, ..word.clone() };
        let further = match self.has_article_with(&like, task)? {
            Some(true) => format!("; {text}~ finds words like it"),
            _ => String::new(),
        };
        Ok(format!("no article has “{text}”{further}"))
    }

    /// Whether any article has a word; `None` where that cannot be known.
    fn has_article_with(&self, word: &Words, task: &Task) -> Result<Option<bool>> {
        let wanted = Wanted::Words(word.clone());
        self.ask(|index| index.has_any(&wanted, &|| task.is_cancelled()))
    }

    /// The first name that the query requires and the library does not know.
    fn unknown_name<'a>(&self, expression: &'a Expression) -> Result<Option<(Kind, &'a str)>> {
        match expression {
            Expression::Named { kind, name } => {
                let is_known = !self.entities_meant(*kind, name)?.is_empty();
                Ok((!is_known).then_some((*kind, name.as_str())))
            }
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().find_map(|part| self.unknown_name(part).transpose()).transpose()
            }
            _ => Ok(None),
        }
    }
}

/// `nearest: Zoro, Zorrilla`
fn told(nearest: &[EntityRow]) -> Option<String> {
    let names: Vec<String> =
        nearest.iter().map(|row| format!("{} ({})", row.shown, row.kind.word())).collect();
    (!names.is_empty()).then(|| format!("nearest: {}", names.join(", ")))
}

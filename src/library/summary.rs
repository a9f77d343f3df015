//! A summary of a name: what a user needs to know about it without leaving the line.

use super::{Library, Result, Task};
use crate::model::{Anchor, ArticleId, EntityId, EntitySummary, ListQuery, Sentence, Span};

/// The newest articles in which the most telling sentence is looked for.
const LOOKED_THROUGH: usize = 12;

/// Marks that open and close a quotation.
const OPENING: [char; 6] = ['“', '"', '„', '«', '‘', '\''];
const CLOSING: [char; 7] = ['”', '"', '“', '»', '’', '\'', ')'];

impl Library {
    /// The summary of an entity, and why `article` shows it; `None` if it is no longer shown.
    pub fn summary(
        &self,
        id: EntityId,
        article: Option<ArticleId>,
        task: &Task,
    ) -> Result<Option<EntitySummary>> {
        let id = self.shown_as(id)?.unwrap_or(id);
        let (Some(known), Some(key)) = (self.in_store(self.store.dossier(id))?, self.key_of(id)?) else {
            return Ok(None);
        };
        Ok(Some(EntitySummary {
            id,
            key,
            name: known.name,
            aliases: known.aliases,
            roles: known.roles,
            place: known.place,
            articles: known.total,
            first: known.first,
            last: known.last,
            sentence: self.telling_sentence(id, task)?,
            why: article.map_or(Ok(Vec::new()), |article| self.why(article, id))?,
        }))
    }

    /// The sentence of the newest articles that says most about an entity; of equally good ones the latest.
    fn telling_sentence(&self, id: EntityId, task: &Task) -> Result<Option<Sentence>> {
        let list_query = ListQuery { entities: vec![id], ..ListQuery::default() };
        let mut best: Option<(i32, Sentence)> = None;
        for row in self.window(&list_query, Anchor::Top, LOOKED_THROUGH, task)?.rows {
            task.check()?;
            for sentence in self.article_of_dossier(id, row)?.sentences {
                let worth = worth(&sentence);
                if best.as_ref().is_none_or(|(best, _)| worth > *best) {
                    best = Some((worth, sentence));
                }
            }
        }
        Ok(best.map(|(_, sentence)| sentence))
    }
}

/// How much a sentence says about the entity it names: it is whole, of a good length, and begins with the name.
fn worth(sentence: &Sentence) -> i32 {
    let text = sentence.text.trim();
    let letters = text.chars().count();
    let before =
        sentence.hits.first().map_or(text, |hit| Span { start: 0, end: hit.start }.of(&sentence.text));
    let place = match before.split_whitespace().count() {
        0..=1 => 4,
        2..=4 => 3,
        5..=9 => 1,
        _ => 0,
    };
    let length = match letters {
        50..=180 => 4,
        35..50 | 181..=260 => 2,
        _ => 0,
    };
    let is_whole = text.trim_end_matches(CLOSING).ends_with(['.', '!', '?', '。'])
        && text.trim_start_matches(OPENING).starts_with(char::is_uppercase);
    // What somebody said says less than what somebody is or did.
    let is_speech = text.starts_with(OPENING);
    place + length + if is_whole { 4 } else { 0 } - i32::from(is_speech)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_telling_sentence_is_whole_and_about_the_name() {
        let sentence = |text: &str| {
            let start = text.find("Moor").unwrap_or(0);
            Sentence { text: text.to_owned(), hits: vec![Span::new(start, start + 4)], offset: 0 }
        };
        let ranked = [
            "Moor opened the new harbour on Monday, ten days after the storm had closed it.",
            "“Moor opened the new harbour on Monday, ten days after the storm had closed it.”",
            "Ten days after the storm had closed the harbour to all ships it was opened again by Moor.",
            "Moor left.",
            "moor, lake and sea",
            "Photo: the opening of the harbour, with the minister, the mayor and Ada Moor",
        ];
        for (at, text) in ranked.iter().enumerate().skip(1) {
            let (better, this) = (worth(&sentence(ranked[at - 1])), worth(&sentence(text)));
            assert!(better >= this, "{text}: {this} after {better}");
        }
        assert!(worth(&sentence(ranked[0])) > worth(&sentence(ranked[3])));
    }
}

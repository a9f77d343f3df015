//! Everything about one name: its dossier, the sentences that mention it, and co-occurring entities.

use super::{Library, Result, Task};
use crate::model::{
    Anchor, Companion, Dossier, DossierArticle, EntityId, EntityRow, Field, Kind, ListQuery, Mention,
    NamesPage, NamesQuery, Row, RowKey, Sentence, Span,
};
use crate::store::NamedIn;
use crate::text::sentences::Around;
use std::collections::{HashMap, HashSet};

/// Co-occurring entities are taken from this many of the newest articles naming the entity: a few hundred show who
/// belongs together, and more would take too long.
const SAMPLE: usize = 200;

/// Companions shown.
const COMPANIONS: usize = 24;

/// Articles naming both are counted if the rarer of the two has no more articles than this;
/// otherwise the number is estimated from the sample.
const COUNTABLE: u64 = 5_000;

/// Sentences shown per article.
const SENTENCES: usize = 3;

/// The weight of being named in the same sentence, paragraph, or article.
const IN_SENTENCE: f32 = 4.0;
const IN_PARAGRAPH: f32 = 2.0;
const IN_ARTICLE: f32 = 0.5;

impl Library {
    /// The entity that a name refers to: any of its forms, ignoring case and accents; of several, the one most
    /// articles name.
    pub fn entity_named(&self, name: &str) -> Result<Option<EntityId>> {
        let named = self.in_store(self.store.entities_named(name, None))?;
        Ok(named.first().copied())
    }

    /// Every entity with this form of its name, ignoring case and accents, the most frequent first.
    pub fn names_spelt(&self, name: &str, kind: Option<Kind>) -> Result<Vec<EntityRow>> {
        let named = self.in_store(self.store.entities_named(name, kind))?;
        named.into_iter().filter_map(|id| self.entity_row(id).transpose()).collect()
    }

    /// An entity with its frequency; `None` if there is no entity with this number.
    pub fn entity_row(&self, id: EntityId) -> Result<Option<EntityRow>> {
        self.in_store(self.store.entity_row(id))
    }

    /// Entities with a form that has this prefix, those most articles name first; for pickers.
    pub fn entities_like(&self, kind: Option<Kind>, beginning: &str, limit: usize) -> Result<Vec<EntityRow>> {
        if beginning.trim().is_empty() {
            return self.in_store(self.store.most_named(kind, limit));
        }
        self.in_store(self.store.entities_like(beginning, kind, limit))
    }

    /// The first names of an index. `now` is in seconds since the epoch.
    pub fn name_index(&self, names: &NamesQuery, limit: usize, now: i64, task: &Task) -> Result<NamesPage> {
        self.in_store(self.store.name_index(names, limit, now, &|| task.is_cancelled()))
    }

    /// An entity's dossier with `count` of its articles, the newest first, or those after `after`; those without a date
    /// come last. Companions are on
    /// the first page only; they come from the newest 200 articles.
    pub fn dossier(
        &self,
        id: EntityId,
        after: Option<RowKey>,
        count: usize,
        task: &Task,
    ) -> Result<Option<Dossier>> {
        // An entity that was merged into another has that one's dossier.
        let id = self.shown_as(id)?.unwrap_or(id);
        let Some(mut dossier) = self.in_store(self.store.dossier(id))? else { return Ok(None) };
        let list_query = ListQuery { entities: vec![id], ..ListQuery::default() };
        let mut anchor = after.map_or(Anchor::Top, Anchor::After);
        loop {
            let window = self.window(&list_query, anchor, count, task)?;
            dossier.more = window.more_after;
            let last = window.rows.last().map(|row| row.key);
            for row in window.rows.into_iter().filter(|row| row.published.is_some()) {
                task.check()?;
                dossier.articles.push(self.article_of_dossier(id, row)?);
            }
            match last.filter(|_| dossier.more && dossier.articles.is_empty()) {
                Some(last) => anchor = Anchor::After(last),
                None => break,
            }
        }
        if !dossier.more {
            // In a list these stand where they were added; here they say nothing about when.
            for article in self.in_store(self.store.undated_naming(id))? {
                task.check()?;
                if let Some(row) = self.in_store(self.store.row(article))? {
                    dossier.articles.push(self.article_of_dossier(id, row)?);
                }
            }
        }
        if after.is_none() {
            dossier.with = self.companions(id, dossier.total, task)?;
        }
        Ok(Some(dossier))
    }

    pub(super) fn article_of_dossier(&self, id: EntityId, row: Row) -> Result<DossierArticle> {
        let named = self.in_store(self.store.named_in(row.id()))?;
        let (title, text) = self.in_store(self.store.text(row.id()))?;
        let own: Vec<&Mention> = mentions_of(&named, id).collect();
        let in_text: Vec<Span> = own.iter().filter(|m| m.field == Field::Text).map(|m| m.span).collect();
        let mut found: Vec<Sentence> = Vec::new();
        let (mut end, mut named_in) = (0, 0);
        let mut around = Around::new(&text);
        for span in &in_text {
            if span.start < end {
                continue;
            }
            let sentence = around.sentence(span.start as usize);
            end = sentence.end.max(span.end);
            named_in += 1;
            if found.len() < SENTENCES {
                found.push(quote(&text, sentence, &in_text, span.start));
            }
        }
        if found.is_empty() {
            let in_title: Vec<Span> =
                own.iter().filter(|m| m.field == Field::Title).map(|m| m.span).collect();
            if !in_title.is_empty() {
                found.push(quote(&title, Span::new(0, title.len()), &in_title, 0));
            }
        }
        let named_in = named_in.max(found.len());
        Ok(DossierArticle { row, sentences: found, named_in })
    }

    fn companions(&self, id: EntityId, total: u64, task: &Task) -> Result<Vec<Companion>> {
        let list_query = ListQuery { entities: vec![id], ..ListQuery::default() };
        let sample = self.in_store(self.store.articles_of(&list_query, SAMPLE, &|| task.is_cancelled()))?;
        let mut nearness: HashMap<EntityId, (f32, u32, Kind)> = HashMap::new();
        for &article in &sample {
            task.check()?;
            let named = self.in_store(self.store.named_in(article))?;
            let (_, text) = self.in_store(self.store.text(article))?;
            for (other, kind, near) in near(&named, id, &text) {
                let sum = nearness.entry(other).or_insert((0.0, 0, kind));
                sum.0 += near;
                sum.1 += 1;
            }
        }
        let mut nearest: Vec<_> = nearness.into_iter().collect();
        nearest.sort_by(|(left_id, left), (right_id, right)| {
            right.0.total_cmp(&left.0).then(left_id.cmp(right_id))
        });
        let mut companions = Vec::new();
        for (other, (_, in_sample, kind)) in nearest.into_iter().take(COMPANIONS) {
            let Some(row) = self.in_store(self.store.entity_row(other))? else { continue };
            let articles = if total <= sample.len() as u64 {
                in_sample
            } else if total.min(u64::from(row.articles)) <= COUNTABLE {
                self.in_store(self.store.articles_naming_both(id, other))?
            } else {
                let inferred = u64::from(in_sample) * total / sample.len() as u64;
                u32::try_from(inferred).unwrap_or(u32::MAX).min(row.articles)
            };
            companions.push(Companion { id: other, kind, name: row.name, shown: row.shown, articles });
        }
        // The nearest ones are chosen; of these, the most frequent come first.
        companions.sort_by_key(|companion| std::cmp::Reverse(companion.articles));
        Ok(companions)
    }
}

fn mentions_of(named: &NamedIn, id: EntityId) -> impl Iterator<Item = &Mention> {
    named.mentions.iter().filter(move |mention| named.entities[mention.entity].0 == id)
}

/// How close each other entity of an article is to this one, by the closest of its mentions.
fn near(named: &NamedIn, id: EntityId, text: &str) -> Vec<(EntityId, Kind, f32)> {
    let mut around = Around::new(text);
    let mut own: Vec<(Span, usize)> = mentions_of(named, id)
        .filter(|mention| mention.field == Field::Text)
        .map(|mention| mention.span.start as usize)
        .map(|at| (around.sentence(at), around.line(at).start))
        .collect();
    own.sort_unstable_by_key(|(sentence, _)| sentence.start);
    let own_paragraphs: HashSet<usize> = own.iter().map(|&(_, paragraph)| paragraph).collect();
    let is_in_title = mentions_of(named, id).any(|mention| mention.field == Field::Title);
    let mut worth = |mention: &Mention| match mention.field {
        Field::Title if is_in_title => IN_SENTENCE,
        Field::Title => IN_ARTICLE,
        Field::Text => {
            let at = mention.span.start as usize;
            let upto = own.partition_point(|(sentence, _)| sentence.start as usize <= at);
            if upto.checked_sub(1).is_some_and(|before| own[before].0.contains(at)) {
                IN_SENTENCE
            } else if own_paragraphs.contains(&around.line(at).start) {
                IN_PARAGRAPH
            } else {
                IN_ARTICLE
            }
        }
    };
    let mut nearest = vec![0.0_f32; named.entities.len()];
    for mention in &named.mentions {
        if let Some(nearest) = nearest.get_mut(mention.entity) {
            *nearest = nearest.max(worth(mention));
        }
    }
    let others = named.entities.iter().zip(nearest).filter(|((other, _), _)| *other != id);
    others.map(|(&(other, kind), near)| (other, kind, near)).collect()
}

/// A sentence on one line, with its mentions.
fn quote(text: &str, sentence: Span, mentions: &[Span], offset: u32) -> Sentence {
    let inside = mentions.iter().filter(|m| m.start >= sentence.start && m.end <= sentence.end);
    let hits =
        inside.map(|m| Span { start: m.start - sentence.start, end: m.end - sentence.start }).collect();
    // A tab or line break becomes a space of the same length, so that positions stay correct.
    Sentence { text: sentence.of(text).replace(['\t', '\n'], " "), hits, offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(entity: usize, text: &str, form: &str) -> Mention {
        let start = text.find(form).unwrap();
        let span = Span::new(start, start + form.len());
        Mention { field: Field::Text, span, kind: Kind::Person, entity, certainty: 1.0 }
    }

    #[test]
    fn who_stands_in_the_same_sentence_is_nearest() {
        let text = "Ada met Bo. Cy slept.\n\nDi left.";
        let forms = ["Ada", "Bo", "Cy", "Di"];
        let named = NamedIn {
            entities: (1..5).map(|id| (EntityId(id), Kind::Person)).collect(),
            mentions: forms.iter().enumerate().map(|(at, form)| mention(at, text, form)).collect(),
        };
        let worths: Vec<(i64, f32)> =
            near(&named, EntityId(1), text).into_iter().map(|(id, _, worth)| (id.0, worth)).collect();
        assert_eq!(worths, [(2, IN_SENTENCE), (3, IN_PARAGRAPH), (4, IN_ARTICLE)]);
    }

    #[test]
    fn a_quoted_sentence_keeps_its_hits() {
        let text = "First.\nThen\tAda spoke of Ada.";
        let sentence = quote(text, Span::new(7, text.len()), &[Span::new(12, 15), Span::new(25, 28)], 12);
        assert_eq!(sentence.text, "Then Ada spoke of Ada.");
        let hits: Vec<&str> = sentence.hits.iter().map(|hit| hit.of(&sentence.text)).collect();
        assert_eq!(hits, ["Ada", "Ada"]);
    }
}

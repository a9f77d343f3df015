//! A set of articles, one bit each: a hundred thousand articles take 12 KB.

use crate::model::ArticleId;

/// A set of articles.
#[derive(Debug, Clone, Default)]
pub struct ArticleSet {
    blocks: Vec<u64>,
    /// The bits mark articles that are *not* in the set.
    is_inverted: bool,
}

impl ArticleSet {
    /// No article.
    pub fn new() -> Self {
        Self::default()
    }

    /// All articles except these.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        self.is_inverted = !self.is_inverted;
        self
    }

    /// Adds an article (or, in an inverted set, removes it).
    pub fn insert(&mut self, article: ArticleId) {
        let Ok(bit) = usize::try_from(article.0) else { return };
        if bit / 64 >= self.blocks.len() {
            self.blocks.resize(bit / 64 + 1, 0);
        }
        self.blocks[bit / 64] |= 1 << (bit % 64);
    }

    /// The articles that were added, by number.
    pub fn iter(&self) -> impl Iterator<Item = ArticleId> {
        let bits = self.blocks.iter().enumerate().flat_map(|(place, &block)| {
            (0..64).filter(move |bit| block >> bit & 1 == 1).map(move |bit| place * 64 + bit)
        });
        bits.filter_map(|bit| i64::try_from(bit).ok()).map(ArticleId)
    }

    /// Whether the article is in the set.
    pub fn contains(&self, article: ArticleId) -> bool {
        let bit = usize::try_from(article.0).unwrap_or(usize::MAX);
        let is_set = self.blocks.get(bit / 64).is_some_and(|block| block >> (bit % 64) & 1 == 1);
        is_set != self.is_inverted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_in() {
        let mut set = ArticleSet::new();
        for id in [1, 63, 64, 700] {
            set.insert(ArticleId(id));
        }
        let members = |set: &ArticleSet| (0..800).filter(|&id| set.contains(ArticleId(id))).count();
        assert_eq!(members(&set), 4);
        assert_eq!(set.iter().map(|id| id.0).collect::<Vec<_>>(), [1, 63, 64, 700]);
        assert!(set.contains(ArticleId(64)) && !set.contains(ArticleId(65)));
        assert!(!set.contains(ArticleId(-1)));
        assert_eq!(members(&set.inverted()), 796);
    }
}

//! Which words are used alike: clusters of word vectors at three granularities (clusters as features: Turian, Ratinov
//! and Bengio, Word Representations, ACL 2010).

use super::table::Table;
use std::borrow::Cow;

/// The number of granularities.
pub const GRAINS: usize = 3;

/// The clusters of each word; 0 for none.
#[derive(Debug, Clone)]
pub struct Clusters {
    table: Table,
}

impl Clusters {
    /// Opens what [`Clusters::write`] wrote; `None` if the bytes are anything else.
    pub fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        Table::open(bytes, 2 * GRAINS).map(|table| Self { table })
    }

    /// Writes words with their clusters, numbered from 1.
    #[cfg(any(test, feature = "train"))]
    pub fn write<'a>(words: impl Iterator<Item = (&'a str, [u16; GRAINS])>) -> Vec<u8> {
        let row = |clusters: [u16; GRAINS]| clusters.iter().flat_map(|c| c.to_le_bytes()).collect();
        Table::write(
            words.map(|(word, clusters)| (super::hash::of(word.as_bytes()), row(clusters))).collect(),
        )
    }

    /// The clusters of a lower-case word, given its [`super::hash::of`].
    pub fn of(&self, word: u64) -> [u16; GRAINS] {
        let mut clusters = [0; GRAINS];
        let row = self.table.row(word).unwrap_or_default();
        for (cluster, bytes) in clusters.iter_mut().zip(row.as_chunks().0) {
            *cluster = u16::from_le_bytes(*bytes);
        }
        clusters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_clusters_they_were_given() {
        let bytes = Clusters::write([("oslo", [700, 40, 3]), ("said", [2, 1, 1])].into_iter());
        let clusters = Clusters::open(Cow::Owned(bytes)).expect("clusters");
        for (word, expected) in [("oslo", [700, 40, 3]), ("said", [2, 1, 1]), ("Oslo", [0; 3])] {
            assert_eq!(clusters.of(super::super::hash::of(word.as_bytes())), expected, "{word}");
        }
    }
}

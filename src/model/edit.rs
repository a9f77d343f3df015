//! The user's changes to a library, as values: they can be applied, described, undone, stored in the journal, and
//! sent to another library.

use super::{
    AccountId, AccountRecord, ArticleId, Attention, Correction, CorrectionId, EntityId, EntityKey, FeedId,
    Flag, Note,
};
use serde::{Deserialize, Serialize};

/// A change to the library. Applying one returns the edit that undoes exactly what it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Sets or clears a mark of some articles.
    Marks {
        /// Which mark.
        flag: Flag,
        /// Set it, or clear it.
        to: Switch,
        /// The articles.
        #[serde(with = "article_differences")]
        articles: Vec<ArticleId>,
        /// Since when each of them has it, in seconds since the epoch; empty for now.
        #[serde(with = "differences", default, skip_serializing_if = "Vec::is_empty")]
        since: Vec<i64>,
    },
    /// Keeps what the user has added, or takes it out again.
    Addition {
        /// On: it is in the library.
        to: Switch,
        /// The new articles.
        #[serde(with = "article_differences")]
        articles: Vec<ArticleId>,
        /// The newly followed feeds. Their articles stay.
        feeds: Vec<FeedId>,
    },
    /// Deletes some articles, or brings them back.
    Deletion {
        /// On: they are in no list, and no feed brings them back.
        to: Switch,
        /// The articles.
        #[serde(with = "article_differences")]
        articles: Vec<ArticleId>,
    },
    /// Shows the other text of articles that have two.
    Text {
        /// Which text.
        shown: ShownText,
        /// The articles.
        #[serde(with = "article_differences")]
        articles: Vec<ArticleId>,
    },
    /// Follows removed feeds again, or removes feeds. Their articles stay.
    Follow {
        /// On: they are followed.
        to: Switch,
        /// The feeds.
        feeds: Vec<FeedId>,
    },
    /// Changes a followed feed.
    Feed {
        /// Which feed.
        feed: FeedId,
        /// The change.
        edit: FeedEdit,
    },
    /// Makes a correction. The journal stores its number; the log of corrections has the rest.
    Correction(Correction),
    /// Restores an earlier correction, or withdraws it.
    CorrectionHolds {
        /// Which correction.
        id: CorrectionId,
        /// On: it is in effect, at its original position among the others.
        to: Switch,
    },
    /// Watches a name, mutes it, or neither.
    Attention {
        /// Which name.
        entity: EntityKey,
        /// The user's previous setting; the library fills it in.
        from: Option<Attention>,
        /// The user's new setting.
        to: Option<Attention>,
    },
    /// Adds, changes or removes a note or a highlight.
    Note(RecordEdit<Note>),
    /// Adds, changes or removes a saved search.
    SavedSearch(RecordEdit<SavedSearch>),
    /// Removes an account, or brings it back. Its articles stay.
    Account(AccountEdit),
}

/// A change to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountEdit {
    /// Removes the account with this number.
    Remove(AccountId),
    /// Brings one back that was removed.
    Restore(Box<AccountRecord>),
}

/// The longest note, in bytes.
const LONGEST_NOTE: usize = 1 << 20;

/// The longest query of a saved search, in bytes.
const LONGEST_QUERY: usize = 10_000;

/// The longest tag, name of a feed, of a saved search or of an entity, in characters.
pub const LONGEST_NAME: usize = 200;

impl Edit {
    /// What in it is longer than a library keeps, and how long it may be: a sentence.
    pub fn excess(&self) -> Option<String> {
        let name = |what: &str, name: &str| {
            let length = name.chars().count();
            (length > LONGEST_NAME)
                .then(|| format!("{what} has at most {LONGEST_NAME} characters, and this one {length}"))
        };
        match self {
            Self::Marks { flag: Flag::Tag(tag), to: Switch::On, .. }
            | Self::Feed { edit: FeedEdit::Tag(tag, Switch::On), .. } => name("a tag", tag),
            Self::Feed { edit: FeedEdit::Rename(Some(title)), .. } => name("the name of a feed", title),
            Self::Correction(
                Correction::Rename { name: title, .. } | Correction::Split { name: title, .. },
            ) => name("a name", title),
            Self::Note(RecordEdit::Add(note) | RecordEdit::Put(_, note)) => (note.text.len() > LONGEST_NOTE)
                .then(|| {
                    format!("a note has at most {} KB; keep longer texts as articles", LONGEST_NOTE >> 10)
                }),
            Self::SavedSearch(RecordEdit::Add(search) | RecordEdit::Put(_, search)) => {
                if search.query.len() > LONGEST_QUERY {
                    return Some(format!("the query of a saved search has at most {LONGEST_QUERY} bytes"));
                }
                let tag = search.rule.tag.as_deref().unwrap_or_default();
                name("the name of a saved search", &search.name).or_else(|| name("a tag", tag))
            }
            _ => None,
        }
    }
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Switch {
    On,
    Off,
}

/// Which text of an article with two texts is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ShownText {
    /// The full text, fetched from the article's page.
    Full,
    /// The feed's text.
    Feed,
}

/// A change to a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedEdit {
    /// Stop fetching it for now, or fetch it again.
    Pause(Switch),
    /// Give it a name; `None` restores its own.
    Rename(Option<String>),
    /// Add or remove a tag.
    Tag(String, Switch),
    /// Fetch the full texts of its new articles, or stop doing so.
    FullText(Switch),
    /// Have the server of an account fetch it, or no longer.
    Account(AccountId, Switch),
}

/// A change to something that the user wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordEdit<T> {
    /// Adds it, with a number that the library chooses.
    Add(T),
    /// Replaces the record with this number.
    Put(i64, T),
    /// Removes the record with this number.
    Remove(i64),
}

/// A search that the user saved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
    /// Its position among the others, from the top.
    pub position: i64,
    /// What is done to new articles that it finds.
    #[serde(default, skip_serializing_if = "Rule::is_empty")]
    pub rule: Rule,
}

/// What is done to new articles that a saved search finds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Rule {
    /// Mark them as read.
    pub read: bool,
    /// Bookmark them.
    pub bookmark: bool,
    /// Add this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Remove them from all lists.
    pub mute: bool,
    /// Notify the user.
    pub notify: bool,
}

impl Rule {
    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rule in words: `bookmark, tag sea, notify`.
    pub fn words(&self) -> String {
        let tag = self.tag.as_ref().map(|tag| format!("tag {tag}"));
        let word = |is_on: bool, word: &str| is_on.then(|| word.to_owned());
        let words = [
            word(self.read, "mark read"),
            word(self.bookmark, "bookmark"),
            tag,
            word(self.mute, "mute"),
            word(self.notify, "notify"),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The number of an edit in the journal of one library. Later edits have higher numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditId(pub i64);

/// The result of applying, undoing or redoing an edit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// Its number in the journal; `None` if nothing was changed.
    pub id: Option<EditId>,
    /// What was really done, without articles that already were as wanted; `None` if nothing was.
    pub edit: Option<Edit>,
    /// How many articles now show something different.
    pub articles: u64,
    /// The entity that corrected names are now shown as; `None` if they are not an entity.
    pub entity: Option<EntityId>,
    /// What happened, as a sentence without a full stop.
    pub sentence: String,
}

/// The origin of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The user asked for it.
    User,
    /// It follows from something else: opening an article marks it read. It is not an undo step.
    Implicit,
    /// The user undid an edit.
    Undo,
    /// The user redid one.
    Redo,
}

/// An edit in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastEdit {
    /// Its number.
    pub id: EditId,
    /// Its identity in every library: 32 hexadecimal digits.
    pub uid: String,
    /// When it was made, in seconds since the epoch.
    pub time: i64,
    /// Whether it is in effect.
    pub state: EditState,
    /// What it did, as a sentence without a full stop.
    pub sentence: String,
    /// How many articles it concerns.
    pub articles: usize,
}

/// Whether an edit in the journal is in effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditState {
    /// It can be undone.
    Applied,
    /// It was undone, and can be redone.
    Undone,
}

impl Edit {
    /// Sets or clears a mark of one article.
    pub fn mark(flag: Flag, to: Switch, article: ArticleId) -> Self {
        Self::Marks { flag, to, articles: vec![article], since: Vec::new() }
    }

    /// Deletes one article.
    pub fn delete(article: ArticleId) -> Self {
        Self::Deletion { to: Switch::On, articles: vec![article] }
    }

    /// Whether the servers of accounts may have to learn of it.
    pub fn is_for_servers(&self) -> bool {
        match self {
            Self::Marks { .. } | Self::Follow { .. } => true,
            Self::Feed { edit, .. } => {
                matches!(edit, FeedEdit::Rename(_) | FeedEdit::Tag(..) | FeedEdit::Account(..))
            }
            _ => false,
        }
    }

    /// The edit that reverts the display if this one could not be applied; `None` if the library has to be asked.
    pub fn unshown(&self) -> Option<Self> {
        match self {
            Self::Marks { flag, to, articles, .. } => {
                let (flag, articles) = (flag.clone(), articles.clone());
                Some(Self::Marks { flag, to: to.flipped(), articles, since: Vec::new() })
            }
            _ => None,
        }
    }

    /// The articles concerned; empty if it concerns something else.
    pub fn articles(&self) -> &[ArticleId] {
        match self {
            Self::Marks { articles, .. }
            | Self::Addition { articles, .. }
            | Self::Deletion { articles, .. }
            | Self::Text { articles, .. } => articles,
            Self::Note(RecordEdit::Add(note) | RecordEdit::Put(_, note)) => {
                std::slice::from_ref(&note.article)
            }
            _ => &[],
        }
    }
}

impl<T> RecordEdit<T> {
    /// The record after the edit; `None` if it is removed.
    pub fn record(&self) -> Option<&T> {
        match self {
            Self::Add(record) | Self::Put(_, record) => Some(record),
            Self::Remove(_) => None,
        }
    }
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }

    /// The opposite.
    #[must_use]
    pub fn flipped(self) -> Self {
        (!self.is_on()).into()
    }
}

impl From<bool> for Switch {
    fn from(is_on: bool) -> Self {
        if is_on { Self::On } else { Self::Off }
    }
}

impl ShownText {
    /// The opposite.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Full => Self::Feed,
            Self::Feed => Self::Full,
        }
    }
}

/// Numbers stored as differences: those of neighbouring articles are mostly 1, and deflate to almost nothing.
mod differences {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(numbers: &[i64], serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0_i64;
        serializer.collect_seq(numbers.iter().map(|&number| {
            let difference = number.wrapping_sub(before);
            before = number;
            difference
        }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
        let mut numbers = Vec::<i64>::deserialize(deserializer)?;
        let mut before = 0_i64;
        for number in &mut numbers {
            before = before.wrapping_add(*number);
            *number = before;
        }
        Ok(numbers)
    }
}

/// The same for the numbers of articles.
mod article_differences {
    use super::{ArticleId, differences};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(articles: &[ArticleId], serializer: S) -> Result<S::Ok, S::Error> {
        let numbers: Vec<i64> = articles.iter().map(|article| article.0).collect();
        differences::serialize(&numbers, serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArticleId>, D::Error> {
        Ok(differences::deserialize(deserializer)?.into_iter().map(ArticleId).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_survives_being_written_down() {
        let some = || vec![ArticleId(7), ArticleId(8), ArticleId(3), ArticleId(i64::MAX)];
        let note = Note { article: ArticleId(4), added: 9, text: "so".to_owned(), passage: None };
        let edits = [
            Edit::Marks {
                flag: Flag::Tag("sea".to_owned()),
                to: Switch::Off,
                articles: some(),
                since: vec![5, 4, -9, 0],
            },
            Edit::Deletion { to: Switch::On, articles: some() },
            Edit::Text { shown: ShownText::Full, articles: Vec::new() },
            Edit::Follow { to: Switch::Off, feeds: vec![FeedId(2)] },
            Edit::Feed { feed: FeedId(2), edit: FeedEdit::Rename(None) },
            Edit::CorrectionHolds { id: CorrectionId(3), to: Switch::On },
            Edit::Attention {
                entity: EntityKey::new(super::super::Kind::Place, "mosul"),
                from: Some(Attention::Muted),
                to: None,
            },
            Edit::Note(RecordEdit::Put(5, note)),
        ];
        for edit in edits {
            let json = serde_json::to_string(&edit).unwrap();
            assert_eq!(serde_json::from_str::<Edit>(&json).unwrap(), edit, "{json}");
        }
    }
}

//! Finding words in the titles and sentences of a dossier.

use super::{Column, DossierScreen};
use crate::app::cx::Cx;
use crate::app::effect::{Request, Slot};
use crate::app::motion::Motion;
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::Session;
use crate::model::DossierArticle;
use crate::text::find::find_all;

/// How many older articles are requested, so that words are found in them as well.
const ASKED: usize = 1_000;

/// Words being looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The words.
    pub words: String,
    /// The article that was selected before.
    from: usize,
}

impl DossierScreen {
    /// Prompts for words to find; older articles are requested meanwhile.
    pub(super) fn ask_find(&mut self, cx: &mut Cx<'_>) {
        self.column = Column::Articles;
        self.find = None;
        if let Some(dossier) = self.dossier.as_ref().filter(|dossier| dossier.more) {
            let after = dossier.articles.last().map(|last| last.row.key);
            cx.ask(Slot::DossierMore, Request::Dossier { entity: self.entity, after, count: ASKED });
        }
        cx.prompt(Purpose::FindInDossier);
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        if typed.purpose != Purpose::FindInDossier {
            return false;
        }
        let from = self.find.as_ref().map_or(self.article, |find| find.from);
        match typed.stage {
            Stage::Typing => {
                self.find = Some(Find { words: typed.words.clone(), from });
                let at =
                    self.matches().into_iter().find(|&at| at >= from).or(self.matches().first().copied());
                self.select(at.unwrap_or(from), cx.session);
            }
            Stage::Cancelled => {
                self.find = None;
                self.select(from, cx.session);
            }
            Stage::Accepted | Stage::Kept => self.tell_found(cx),
        }
        true
    }

    /// Goes to the next article with the words, or the previous, round the end.
    pub(super) fn next_match(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let matches = self.matches();
        let next = if forward {
            matches.iter().find(|&&at| at > self.article).or(matches.first())
        } else {
            matches.iter().rfind(|&&at| at < self.article).or(matches.last())
        };
        if let Some(&at) = next {
            self.select(at, cx.session);
        }
        self.tell_found(cx);
    }

    /// Tells how many articles have the words. Where none has, the find goes on until Esc ends it, as it does elsewhere.
    fn tell_found(&mut self, cx: &mut Cx<'_>) {
        let matches = self.matches();
        let at = matches.iter().position(|&at| at == self.article).map_or(0, |at| at + 1);
        let words = self.find.as_ref().map_or("", |find| find.words.trim()).to_owned();
        match matches.len() {
            0 if words.is_empty() => self.find = None,
            0 => cx.say(format!("“{words}” is in no title or sentence here · s searches the library")),
            count => cx.note(format!("{at} of {count} articles · n next, N previous, Esc ends")),
        }
    }

    /// The articles with the words.
    fn matches(&self) -> Vec<usize> {
        let Some((find, dossier)) = self.find.as_ref().zip(self.dossier.as_ref()) else { return Vec::new() };
        let articles = dossier.articles.iter().enumerate();
        articles.filter(|(_, article)| has(article, &find.words)).map(|(at, _)| at).collect()
    }

    fn select(&mut self, at: usize, session: &Session) {
        self.article = at;
        self.top = self.top.min(at);
        self.go(Motion::Step(0), session);
    }
}

fn has(article: &DossierArticle, words: &str) -> bool {
    let sentences = article.sentences.iter().map(|sentence| &sentence.text);
    std::iter::once(&article.row.title).chain(sentences).any(|text| !find_all(text, words).is_empty())
}

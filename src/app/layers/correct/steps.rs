//! The steps of a correction: its choices and its scope.

use super::Correct;
use crate::app::action::Correcting;
use crate::app::cx::Cx;
use crate::app::effect::{Request, Slot};
use crate::app::layers::line::Line;
use crate::app::target::NameAtHand;
use crate::model::{
    Correction, Edit, EditPlan, EntityKey, EntitySummary, Kind, NameChoice, Part, Place, Why,
};
use crate::text::fold::fold;

/// The number of names and places requested.
const ASKED: usize = 60;

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// None yet: the library is asked what it knows about the name.
    Waiting,
    /// Another name.
    Names(Vec<NameChoice>),
    /// Another place.
    Places(Vec<Place>),
    /// What to split off.
    Forms(Vec<Splinter>),
    /// A name to type, and the forms to split off, if any.
    Words { forms: Vec<String> },
    /// Another kind.
    Kinds,
    /// Confirmation, once it is known what the correction would do.
    Confirm { said: Box<Said>, plan: Option<Box<EditPlan>> },
}

/// Something that can be split off.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Splinter {
    /// A reason why names are shown as this one, which can be withdrawn.
    Reason(Box<Why>),
    /// A form, its frequency in the library, and whether it is marked.
    Form { form: String, mentions: u32, marked: bool },
}

/// The user's statement about the name.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// It is the same as another name, which replaces it; or it replaces the other one.
    Is {
        other: Box<NameChoice>,
        keeps_own: bool,
    },
    Another {
        forms: Vec<String>,
        name: String,
    },
    Called(String),
    OfKind(Kind),
    NoName,
    At(Place),
    /// The reason is withdrawn.
    TakenBack(Edit),
}

/// The scope of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Scope {
    /// Everywhere.
    #[default]
    Everywhere,
    /// Wherever the form under the cursor is used.
    Form,
    /// In the current article.
    Article,
}

impl Scope {
    /// The next available scope.
    pub fn next(self, scopes: &[Self]) -> Self {
        let at = scopes.iter().position(|&scope| scope == self).map_or(0, |at| at + 1);
        scopes.get(at).or(scopes.first()).copied().unwrap_or_default()
    }
}

impl Said {
    /// The edit that makes the statement about an entity, if the scope allows it.
    pub fn edit(&self, entity: EntityKey, scope: Scope, of: &NameAtHand) -> Edit {
        let part = |forms: Vec<String>| {
            let forms = match (forms.is_empty(), scope) {
                (true, Scope::Form) => of.form.iter().cloned().collect(),
                _ => forms,
            };
            let articles = of.article.filter(|_| scope == Scope::Article).into_iter().collect();
            Part { entity: entity.clone(), forms, articles }
        };
        let whole = || part(Vec::new());
        Edit::Correction(match self {
            Self::Is { other, keeps_own: true } if scope == Scope::Everywhere => {
                Correction::Merge { part: Part::all(other.key.clone()), into: entity }
            }
            Self::Is { other, .. } => Correction::Merge { part: whole(), into: other.key.clone() },
            Self::Another { forms, name } => {
                Correction::Split { part: part(forms.clone()), name: name.clone() }
            }
            Self::Called(name) => Correction::Rename { entity, name: name.clone() },
            Self::OfKind(kind) => Correction::Kind { part: whole(), kind: *kind },
            Self::NoName => Correction::NotAnEntity { part: whole() },
            Self::At(place) => Correction::Place { part: whole(), place: place.clone() },
            Self::TakenBack(edit) => return edit.clone(),
        })
    }
}

impl Correct {
    /// The first step, once the name is known.
    pub(super) fn begin(&mut self, cx: &mut Cx<'_>) {
        let Some(summary) = &self.summary else { return };
        match self.what {
            Correcting::Merge => {
                self.step = Step::Names(Vec::new());
                self.ask_names(cx);
            }
            Correcting::Split => {
                let splinters = splinters(summary, self.of.form.as_deref());
                // The marked form is selected; a reason is withdrawn only if the user moves to it.
                let is_marked = |splinter: &Splinter| matches!(splinter, Splinter::Form { marked: true, .. });
                self.choice = splinters.iter().position(is_marked).unwrap_or(0);
                self.step = Step::Forms(splinters);
            }
            Correcting::Rename => {
                self.step = Step::Words { forms: Vec::new() };
            }
            Correcting::Kind => self.step = Step::Kinds,
            Correcting::Reject => self.confirm(Said::NoName, cx),
            Correcting::Place => {
                self.step = Step::Places(Vec::new());
                self.ask_places(cx);
            }
        }
    }

    /// Whether text is typed in this step.
    pub(super) fn is_typed(&self) -> bool {
        let is_typed_first = matches!(self.what, Correcting::Merge | Correcting::Rename | Correcting::Place);
        match self.step {
            Step::Waiting => is_typed_first,
            Step::Names(_) | Step::Places(_) | Step::Words { .. } => true,
            Step::Forms(_) | Step::Kinds | Step::Confirm { .. } => false,
        }
    }

    /// The typed text has changed.
    pub(super) fn typed(&mut self, cx: &mut Cx<'_>) {
        self.fault = None;
        match self.step {
            Step::Names(_) => self.ask_names(cx),
            Step::Places(_) => self.ask_places(cx),
            _ => {}
        }
    }

    /// Asks for names with the typed words; before any are typed, for those that are spelt like it.
    fn ask_names(&self, cx: &mut Cx<'_>) {
        let words = self.line.words().to_owned();
        let request = if words.trim().is_empty() {
            Request::SimilarNames { name: self.of.name.clone(), kind: self.of.kind, count: ASKED }
        } else {
            Request::NameChoices { words, count: ASKED }
        };
        cx.ask(Slot::Choices, request);
    }

    fn ask_places(&self, cx: &mut Cx<'_>) {
        let (words, called) = (self.line.words().to_owned(), self.of.name.clone());
        cx.ask(Slot::Choices, Request::PlacesMeant { words, called });
    }

    /// How many choices there are.
    pub(super) fn choices(&self) -> usize {
        match &self.step {
            Step::Names(names) => names.len(),
            Step::Places(places) => places.len(),
            Step::Forms(splinters) => splinters.len(),
            Step::Kinds => self.other_kinds().len(),
            Step::Waiting | Step::Words { .. } | Step::Confirm { .. } => 0,
        }
    }

    /// The other kinds.
    pub(super) fn other_kinds(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|&kind| kind != self.of.kind).collect()
    }

    /// Marks or unmarks the selected form.
    pub(super) fn mark(&mut self) {
        if let Step::Forms(splinters) = &mut self.step
            && let Some(Splinter::Form { marked, .. }) = splinters.get_mut(self.choice)
        {
            *marked = !*marked;
        }
    }

    /// Accepts the choice or the typed text, and continues.
    pub(super) fn accept(&mut self, cx: &mut Cx<'_>) {
        let chosen = self.choice;
        let said = match &self.step {
            Step::Names(names) => names.get(chosen).map(|other| Said::Is {
                keeps_own: self.is_better_known_than(other),
                other: Box::new(other.clone()),
            }),
            Step::Places(places) => places.get(chosen).cloned().map(Said::At),
            Step::Kinds => self.other_kinds().get(chosen).copied().map(Said::OfKind),
            Step::Forms(_) => return self.accept_forms(cx),
            Step::Words { forms } => {
                let name = self.line.words().trim().to_owned();
                Some(match self.what {
                    Correcting::Split => Said::Another { forms: forms.clone(), name },
                    _ => Said::Called(name),
                })
            }
            Step::Waiting | Step::Confirm { .. } => None,
        };
        if let Some(said) = said {
            self.confirm(said, cx);
        }
    }

    /// Whether its own name should stay rather than another one: the fuller of two spellings, else the one that more
    /// articles have.
    fn is_better_known_than(&self, other: &NameChoice) -> bool {
        let Some(own) = &self.summary else { return false };
        let row = &other.name.row;
        let (own_words, other_words) = (fold(&own.name), fold(&row.name));
        match (has_words(&own_words, &other_words), has_words(&other_words, &own_words)) {
            (true, false) => true,
            (false, true) => false,
            _ => own.articles > u64::from(row.articles),
        }
    }

    /// Lets the other name stay, if names are merged as a whole.
    pub(super) fn swap_names(&mut self, cx: &mut Cx<'_>) {
        if let Some((said, _)) = self.merged_names() {
            self.confirm(said, cx);
        }
    }

    /// The merge the other way round, and the name that would stay then.
    pub(super) fn merged_names(&self) -> Option<(Said, &str)> {
        let Step::Confirm { said, .. } = &self.step else { return None };
        let Said::Is { other, keeps_own } = &**said else { return None };
        let swapped = Said::Is { other: other.clone(), keeps_own: !keeps_own };
        let name = if *keeps_own { &other.name.row.name } else { &self.summary.as_ref()?.name };
        (self.scope == Scope::Everywhere).then_some((swapped, name))
    }

    /// Splits off the marked forms, or withdraws the selected reason.
    fn accept_forms(&mut self, cx: &mut Cx<'_>) {
        let Step::Forms(splinters) = &self.step else { return };
        let marked = splinters.iter().filter_map(|splinter| match splinter {
            Splinter::Form { form, marked: true, .. } => Some(form.clone()),
            _ => None,
        });
        let marked: Vec<String> = marked.collect();
        let is_form = |splinter: &&Splinter| matches!(splinter, Splinter::Form { .. });
        let all = marked.len() == splinters.iter().filter(is_form).count();
        let reason = match splinters.get(self.choice) {
            Some(Splinter::Reason(why)) => why.undo.clone(),
            _ => None,
        };
        if let Some(undo) = reason {
            return self.confirm(Said::TakenBack(undo), cx);
        }
        match (marked.is_empty(), all, self.of.article) {
            (true, ..) => self.fault = Some("mark what is somebody else: Space".to_owned()),
            (_, true, None) => {
                self.fault =
                    Some("all its forms are marked: that splits nothing off · E r renames it".to_owned());
            }
            (_, all, _) => {
                // A name with a single form is split by articles.
                self.scope = if all { Scope::Article } else { Scope::Everywhere };
                self.fault = None;
                self.line = Line::of(&marked[0]);
                self.step = Step::Words { forms: if all { Vec::new() } else { marked } };
            }
        }
    }

    /// The available scopes.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        let Step::Confirm { said, .. } = &self.step else { return Vec::new() };
        let here = self.of.article.map(|_| Scope::Article);
        // The full name is equivalent to the name itself.
        let form = self.of.form.as_ref().filter(|form| **form != self.of.name).map(|_| Scope::Form);
        let everywhere = Some(Scope::Everywhere);
        let scopes = match &**said {
            Said::Called(_) | Said::TakenBack(_) => [everywhere, None, None],
            Said::Another { forms, .. } if forms.is_empty() => [None, None, here],
            Said::Another { .. } => [everywhere, None, here],
            Said::Is { .. } | Said::OfKind(_) | Said::NoName | Said::At(_) => [everywhere, form, here],
        };
        scopes.into_iter().flatten().collect()
    }
}

/// Whether a name has all words of another, and more.
fn has_words(name: &str, other: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut others = other.split_whitespace();
    words.len() > other.split_whitespace().count() && others.all(|word| words.contains(&word))
}

/// What can be split off a name: the reasons that can be withdrawn, then its forms. The form under the cursor is
/// marked if there are others.
fn splinters(summary: &EntitySummary, form: Option<&str>) -> Vec<Splinter> {
    let reasons =
        summary.why.iter().filter(|why| why.undo.is_some()).cloned().map(Box::new).map(Splinter::Reason);
    let only = summary.aliases.len() == 1;
    let forms = summary.aliases.iter().map(|alias| Splinter::Form {
        form: alias.form.clone(),
        mentions: alias.mentions,
        marked: only || (form == Some(alias.form.as_str()) && alias.form != summary.name),
    });
    reasons.chain(forms).collect()
}

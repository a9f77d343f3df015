//! `dateline correct`: the same as `E` on the screen, in the same words.

use super::names::one;
use super::output::Output;
use super::{ExitStatus, Places, clock, typed};
use crate::library::{Library, Task};
use crate::model::{ArticleId, Correction, CorrectionId, Edit, EntityRow, Kind, Part, Switch};
use crate::text::edits;
use clap::Subcommand;

/// Correct a name: merge, split, rename, another kind, not a name, another place
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline correct merge 'Amina Idriss' 'Amina Idris'     two spellings of one person
  dateline correct split Idriss 'Omar Idriss' --form Idriss --article 12
  dateline correct rename 'A. Idris' 'Amina Idris'
  dateline correct kind Jordan person --article 12
  dateline correct reject 'Breaking News'
  dateline correct place Paris 'Paris, Texas'
  dateline correct list                                   what was corrected
  dateline correct take-back 3                            one of them holds no longer

--dry-run says what would change. `dateline undo` takes the last change back.")]
pub struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// It is the same as another name
    Merge {
        #[command(flatten)]
        which: Which,
        /// The name it is the same as
        into: String,
    },
    /// Some of its forms or articles mean somebody else
    Split {
        #[command(flatten)]
        which: Which,
        /// The name of what is split off
        name: String,
    },
    /// It has another name
    Rename {
        #[command(flatten)]
        which: Which,
        /// The name to show
        name: String,
    },
    /// It is a person, a place, an organisation
    Kind {
        #[command(flatten)]
        which: Which,
        /// The right kind
        #[arg(value_enum)]
        kind: super::names::Of,
    },
    /// It is not a name
    Reject {
        #[command(flatten)]
        which: Which,
    },
    /// It is another place of this name, or is located elsewhere
    Place {
        #[command(flatten)]
        which: Which,
        /// A place (`Paris, Texas`), or its coordinates (`33.66, -95.56`)
        place: String,
    },
    /// List all corrections, and which are in effect
    List,
    /// Withdraw a correction
    TakeBack {
        /// Its number in the list
        correction: i64,
    },
}

/// The name, and the scope of the correction.
#[derive(Debug, clap::Args)]
struct Which {
    /// Any of its names
    #[arg(value_name = "NAME")]
    by: String,
    /// If several entities have this name, the one of this kind
    #[arg(long = "of", value_enum, value_name = "KIND")]
    of: Option<super::names::Of>,
    /// Only where the text has this form; can be repeated
    #[arg(long, value_name = "FORM")]
    form: Vec<String>,
    /// Only in this article; can be repeated
    #[arg(long, value_name = "NUMBER", value_parser = typed::article)]
    article: Vec<i64>,
    /// Report what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

/// Corrects a name, or lists corrections.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    match &arguments.act {
        Act::List => list(&places.open_to_read(output)?, output),
        Act::TakeBack { correction } => {
            let id = CorrectionId(*correction);
            let edit = Edit::CorrectionHolds { id, to: Switch::Off };
            apply(&mut *places.open()?, &edit, output)
        }
        act => correct(&mut *places.open()?, act, output),
    }
}

fn correct(library: &mut Library, act: &Act, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let Some(which) = act.which() else { return Ok(ExitStatus::Misused) };
    let Some(entity) = one(library, &which.by, which.of.map(Kind::from), output)? else {
        return Ok(ExitStatus::Partial);
    };
    let Some(correction) = act.correction(library, which, &entity, output)? else {
        return Ok(ExitStatus::Partial);
    };
    let edit = Edit::Correction(correction);
    if which.dry_run {
        return match library.plan(&edit, &Task::new(), clock()) {
            Ok(plan) => {
                output.line(edits::plan(&plan).join(" "))?;
                Ok(ExitStatus::Done)
            }
            Err(error) => refuse(error, output),
        };
    }
    apply(library, &edit, output)
}

fn apply(library: &mut Library, edit: &Edit, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let plan = match library.plan(edit, &Task::new(), clock()) {
        Ok(plan) => plan,
        Err(error) => return refuse(error, output),
    };
    let applied = library.apply(edit, &Task::new(), clock())?;
    let effect = edits::plan(&plan)[1].trim_end_matches('.').to_owned();
    output.undoable(&format!("{}. {effect}", applied.sentence))?;
    Ok(ExitStatus::Done)
}

/// A correction that cannot be made is reported, with the reason.
fn refuse(error: crate::library::Error, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if error.is_refusal() {
        output.warn(format_args!("{error}"));
        return Ok(ExitStatus::Partial);
    }
    Err(error.into())
}

fn list(library: &Library, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let corrections = library.corrections()?;
    if corrections.is_empty() {
        output.warn(format_args!("nothing has been corrected yet"));
    }
    let cells = corrections.iter().map(|row| {
        let state = if row.holds { "" } else { "taken back" };
        vec![row.id.0.to_string(), state.to_owned(), edits::sentence(&row.sentence)]
    });
    output.table(&cells.collect::<Vec<_>>())?;
    Ok(ExitStatus::Done)
}

impl Act {
    fn which(&self) -> Option<&Which> {
        match self {
            Self::Merge { which, .. }
            | Self::Split { which, .. }
            | Self::Rename { which, .. }
            | Self::Kind { which, .. }
            | Self::Reject { which }
            | Self::Place { which, .. } => Some(which),
            Self::List | Self::TakeBack { .. } => None,
        }
    }

    /// The correction of an entity; `None` if another name or place that it needs is unknown, which has been
    /// reported.
    fn correction(
        &self,
        library: &Library,
        which: &Which,
        entity: &EntityRow,
        output: &mut Output,
    ) -> anyhow::Result<Option<Correction>> {
        let Some(key) = library.key_of(entity.id)? else { return Ok(None) };
        let articles = which.article.iter().copied().map(ArticleId).collect();
        let part = Part { entity: key.clone(), forms: which.form.clone(), articles };
        Ok(match self {
            Self::Merge { into, .. } => {
                let Some(other) = one(library, into, None, output)? else { return Ok(None) };
                library.key_of(other.id)?.map(|into| Correction::Merge { part, into })
            }
            Self::Split { name, .. } => Some(Correction::Split { part, name: name.clone() }),
            Self::Rename { name, .. } => Some(Correction::Rename { entity: key, name: name.clone() }),
            Self::Kind { kind, .. } => Some(Correction::Kind { part, kind: Kind::from(*kind) }),
            Self::Reject { .. } => Some(Correction::NotAnEntity { part }),
            Self::Place { place, .. } => {
                let found = library.places_meant(place, &entity.name).into_iter().next();
                if found.is_none() {
                    output.warn(format_args!(
                        "no place “{place}”; a country or state may follow a comma, or give degrees"
                    ));
                }
                found.map(|place| Correction::Place { part, place })
            }
            Self::List | Self::TakeBack { .. } => None,
        })
    }
}

//! `dateline dossier`: everything about a name.

#![allow(
    clippy::format_push_string,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use super::output::Output;
use super::{Ending, Places, shapes, warn};
use crate::library::Task;
use crate::model::{Dossier, DossierArticle, MonthCount};
use crate::text::width::counted;

/// Show everything about a person, place or organisation
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline dossier Ash Carter
  dateline dossier IS --json | jq .aliases")]
pub struct Arguments {
    /// Any of its names; several words are one name
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// At most so many articles
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

/// Writes the dossier; a name that no article has is exit status 1.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<Ending> {
    let library = places.open()?;
    let name = arguments.name.join(" ");
    let dossier = match library.entity_named(&name)? {
        Some(id) => library.dossier(id, None, arguments.limit, &Task::new())?,
        None => None,
    };
    let Some(dossier) = dossier else {
        warn(format_args!("no article names “{name}”; `dateline names` lists who is named"));
        return Ok(Ending::InPart);
    };
    if arguments.json {
        output.json(&shapes::dossier(&dossier))?;
    } else {
        output.text(&text(&dossier))?;
    }
    Ok(Ending::Done)
}

/// The dossier for people.
fn text(dossier: &Dossier) -> String {
    let total = counted(dossier.total, "article", "articles");
    let mut out = format!("{} · {} · {total}\n", dossier.name, dossier.kind.word());
    let mut say = |label: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!("{label}: {value}\n"));
        }
    };
    say("called", dossier.roles.join(", "));
    let aliases = dossier.aliases.iter().map(|alias| format!("{} {}", alias.form, alias.mentions));
    say("named", aliases.collect::<Vec<_>>().join(", "));
    if let Some(place) = &dossier.place {
        let within = [Some(place.country_name.clone()), place.admin1.clone()];
        let within: Vec<String> = within.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        say("lies", format!("{} {:.2} {:.2}", within.join(", "), place.latitude, place.longitude));
    }
    let seen = [dossier.first, dossier.last].map(|when| when.map(|when| when.date().to_string()));
    say("seen", seen.into_iter().flatten().collect::<Vec<_>>().join(" to "));
    say("months", dossier.months.iter().map(month).collect::<Vec<_>>().join(", "));
    let with = dossier.with.iter().map(|companion| format!("{} {}", companion.name, companion.articles));
    say("with", with.collect::<Vec<_>>().join(", "));
    for article in &dossier.articles {
        out.push_str(&article_text(article));
    }
    if dossier.more {
        out.push_str("\nand older ones; --limit shows more\n");
    }
    out
}

fn month(month: &MonthCount) -> String {
    format!("{} {}", month.month, month.articles)
}

fn article_text(article: &DossierArticle) -> String {
    let row = &article.row;
    let day = row.published.map(|when| format!("{} ", when.date())).unwrap_or_default();
    let mut out = format!("\n{} {day}{}\n", row.id().0, row.title);
    for sentence in &article.sentences {
        out.push_str(&format!("    {}\n", sentence.text));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Alias, EntityId, Kind, When};

    #[test]
    fn a_dossier_says_what_is_known_and_nothing_else() {
        let dossier = Dossier {
            id: EntityId(3),
            kind: Kind::Person,
            name: "Mary Hill".to_owned(),
            aliases: vec![Alias { form: "Hill".to_owned(), mentions: 4 }],
            roles: Vec::new(),
            first: When::day(2016, 12, 1),
            last: When::day(2016, 12, 15),
            months: vec![MonthCount { month: "2016-12".to_owned(), articles: 2 }],
            with: Vec::new(),
            place: None,
            total: 2,
            articles: Vec::new(),
            more: true,
        };
        assert_eq!(
            text(&dossier),
            "Mary Hill · person · 2 articles\nnamed: Hill 4\nseen: 2016-12-01 to 2016-12-15\nmonths: 2016-12 2\n\n\
             and older ones; --limit shows more\n"
        );
    }
}

//! `dateline dossier`: everything about a name.

#![allow(
    clippy::format_push_string,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use super::output::Output;
use super::render::WIDEST;
use super::{ExitStatus, Places, json, typed};
use crate::library::Task;
use crate::model::{Dossier, DossierArticle, MonthCount, Span};
use crate::text::forms;
use crate::text::width::counted;
use crate::text::wrap::wrap;

/// More months than this are shown by year.
const MONTHS: usize = 24;

/// Show everything about a person, place or organisation
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline dossier Ash Carter
  dateline dossier IS --json | jq .aliases")]
pub struct Arguments {
    /// Any of its names; several words form one name
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// Maximum number of articles
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = typed::limit())]
    limit: usize,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

/// Writes the dossier; an unknown name gives exit status 1.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let library = places.open_to_read(output)?;
    let name = arguments.name.join(" ");
    let dossier = match library.entity_named(&name)? {
        Some(id) => library.dossier(id, None, arguments.limit, &Task::new())?,
        None => None,
    };
    let Some(mut dossier) = dossier else {
        output.warn(format_args!("no article names “{name}”; `dateline names` lists all names"));
        return Ok(ExitStatus::Partial);
    };
    // Articles without a date come together, after all others.
    dossier.more |= dossier.articles.len() > arguments.limit;
    dossier.articles.truncate(arguments.limit);
    if arguments.json {
        output.json(&json::dossier(&dossier))?;
    } else {
        output.text(&text(&dossier, output.width()))?;
    }
    Ok(ExitStatus::Done)
}

/// The dossier as text; wrapped to the terminal's width, if there is one.
fn text(dossier: &Dossier, columns: Option<usize>) -> String {
    let total = counted(dossier.total, "article", "articles");
    let mut out = set("", &format!("{} · {} · {total}", dossier.shown, dossier.kind.word()), 0, columns);
    let mut say = |label: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&set(&format!("{label}: "), &value, label.len() + 2, columns));
        }
    };
    say("roles", dossier.roles.join(", "));
    let aliases = forms::distinct(&dossier.name, &dossier.aliases);
    let aliases = aliases.iter().map(|alias| format!("{} {}", alias.form, alias.mentions));
    say("aliases", aliases.collect::<Vec<_>>().join(", "));
    if let Some(place) = &dossier.place {
        let within = [Some(place.country_name.clone()), place.admin1.clone()];
        let within: Vec<String> = within.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        say("location", format!("{} {:.2} {:.2}", within.join(", "), place.latitude, place.longitude));
    }
    let seen = [dossier.first, dossier.last].map(|when| when.map(|when| when.date().to_string()));
    say("first and last seen", seen.into_iter().flatten().collect::<Vec<_>>().join(" to "));
    let (span, counts) = over_time(&dossier.months);
    say(span, counts);
    let with = dossier.with.iter().map(|companion| format!("{} {}", companion.shown, companion.articles));
    say("with", with.collect::<Vec<_>>().join(", "));
    for article in &dossier.articles {
        out.push_str(&article_text(article, columns));
    }
    if dossier.more {
        out.push_str("\nMore with --limit\n");
    }
    out
}

/// Articles by month or, if that would be a long list, by year.
fn over_time(months: &[MonthCount]) -> (&'static str, String) {
    let listed = |counts: Vec<(&str, u32)>| -> String {
        counts.iter().map(|(when, articles)| format!("{when} {articles}")).collect::<Vec<_>>().join(", ")
    };
    if months.len() <= MONTHS {
        return ("months", listed(months.iter().map(|each| (each.month.as_str(), each.articles)).collect()));
    }
    let mut years: Vec<(&str, u32)> = Vec::new();
    for each in months {
        let year = each.month.split('-').next().unwrap_or_default();
        match years.last_mut() {
            Some((last, articles)) if *last == year => *articles += each.articles,
            _ => years.push((year, each.articles)),
        }
    }
    ("years", listed(years))
}

fn article_text(article: &DossierArticle, columns: Option<usize>) -> String {
    let row = &article.row;
    let day = row.published.map(|when| format!("{} ", when.date())).unwrap_or_default();
    let number = format!("{} ", row.id().0);
    let mut out = format!("\n{}", set(&number, &format!("{day}{}", row.title), number.len(), columns));
    for sentence in &article.sentences {
        out.push_str(&set("    ", &sentence.text, 4, columns));
    }
    out
}

/// A text after `mark`, with further lines indented by `indent` columns; a single line in a pipe.
fn set(mark: &str, text: &str, indent: usize, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return format!("{mark}{text}\n") };
    let room = columns.min(WIDEST).saturating_sub(indent).max(20);
    let lines = wrap(text, Span::new(0, text.len()), room);
    let lines: Vec<&str> = lines.iter().map(|line| line.of(text)).collect();
    format!("{mark}{}\n", lines.join(&format!("\n{}", " ".repeat(indent))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Alias, EntityId, Kind, When};

    #[test]
    fn a_dossier_says_what_is_known_and_nothing_else() {
        let mut dossier = Dossier {
            id: EntityId(3),
            kind: Kind::Person,
            name: "Mary Hill".to_owned(),
            shown: "Mary Hill".to_owned(),
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
            text(&dossier, None),
            "Mary Hill · person · 2 articles\naliases: Hill 4\nfirst and last seen: 2016-12-01 to 2016-12-15\nmonths: 2016-12 2\n\n\
             More with --limit\n"
        );
        dossier.roles = vec!["chief of the harbour board of Bergen".to_owned()];
        let wrapped = text(&dossier, Some(30));
        assert!(wrapped.contains("roles: chief of the harbour\n       board of Bergen\n"), "{wrapped}");
    }

    #[test]
    fn a_long_time_is_told_by_the_year() {
        let months: Vec<MonthCount> = (0..30)
            .map(|at| MonthCount { month: format!("{}-{:02}", 2015 + at / 12, at % 12 + 1), articles: 2 })
            .collect();
        assert_eq!(over_time(&months), ("years", "2015 24, 2016 24, 2017 12".to_owned()));
        assert_eq!(over_time(&months[..2]), ("months", "2015-01 2, 2015-02 2".to_owned()));
    }
}

//! Lines that represent pictures: their names, and captions.

use super::words::words;

/// Whether a whole line represents a picture.
pub(super) fn is_picture(text: &str) -> bool {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside
        .is_some_and(|inside| words(inside) <= 6 || is_file_name(inside.split('?').next().unwrap_or(inside)))
        || (!text.contains(' ') && (is_file_name(text) || is_slug(text)))
}

/// Lower-case words joined by hyphens, which nobody writes on a line of its own: `boats-at-dawn`.
fn is_slug(text: &str) -> bool {
    text.matches(['-', '_']).count() >= 2
        && text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'))
}

/// Whether a line is the caption of a missing picture: it ends with the picture's credit.
pub(super) fn is_caption(text: &str) -> bool {
    const CREDITS: [&str; 19] = [
        "(Image:",
        "(Photo:",
        "(Picture:",
        "(Pic:",
        "(Credit",
        "/Getty",
        "Shutterstock",
        "Credit:",
        "Getty Images",
        "AP Photo",
        "Photo by",
        "Photograph by",
        "Photograph:",
        "Photo:",
        "Photo credit",
        "Image credit",
        "Image Credit",
        "/AFP",
        "via Reuters",
    ];
    if is_labelled_caption(text) || (words(text) <= LONGEST_CAPTION && ends_in_credit(text)) {
        return true;
    }
    let end = text.trim_end_matches(['.', ')', ' ']);
    let tail = end.char_indices().rev().nth(60).map_or(end, |(at, _)| &end[at..]);
    let credit = CREDITS.iter().filter_map(|credit| tail.rfind(credit)).max();
    // "Photo by" and the photographer's name at the end, or the credit alone; no sentence after it.
    credit.is_some_and(|at| words(&tail[at..]) <= 8 && !tail[at..].contains(". "))
        && words(text) <= LONGEST_CAPTION
}

const LONGEST_CAPTION: usize = 80;

/// "(AP)", "(Ann Example/Harbour Post)" at the end: who took the picture.
fn ends_in_credit(text: &str) -> bool {
    /// A dateline alone is shorter.
    const LEAST_TOLD: usize = 4;
    let Some((_, credit)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return false;
    };
    let is_name = |name: &str| {
        let words = name.split_whitespace();
        (1..=4).contains(&words.clone().count())
            && words.clone().all(|word| word.starts_with(char::is_uppercase))
    };
    let is_agency = matches!(credit, "AP" | "AFP" | "Reuters" | "REUTERS" | "EPA" | "Getty");
    let is_person = |name: &str| is_name(name) && name.contains(' ');
    let is_both =
        credit.split_once('/').is_some_and(|(who, whose)| is_person(who.trim()) && is_name(whose.trim()));
    (is_agency || is_both) && words(text) > words(credit) + LEAST_TOLD
}

/// "Image caption The quay", "2of4The quay", "Image 1 of 8".
fn is_labelled_caption(text: &str) -> bool {
    const LABELS: [&str; 11] = [
        "image caption",
        "image copyright",
        "media caption",
        "image: ",
        "caption: ",
        "file photo",
        "pictured: ",
        "photo: ",
        "in this photo",
        "in this file photo",
        "in this image",
    ];
    let lower = text.get(..20.min(text.len())).unwrap_or_default().to_lowercase();
    let counted =
        lower.trim_start_matches("image ").trim_start_matches("photo ").trim_start_matches("slide ");
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = digits(counted);
    let after = counted[first..].trim_start().strip_prefix("of").map(str::trim_start);
    let is_counted = (1..=3).contains(&first)
        && after.is_some_and(|after| {
            let last = digits(after.trim_start_matches(['/', ' ']));
            let rest = &after.trim_start_matches(['/', ' '])[last..];
            (1..=3).contains(&last) && (rest.is_empty() || !rest.starts_with(' '))
        });
    is_counted || (LABELS.iter().any(|label| lower.starts_with(label)) && words(text) <= 60)
}

/// Whether a name can only be that of a file: `harbour-at-dawn-700x430`, `IMG_2041`, `logo.png`.
pub(super) fn is_file_name(text: &str) -> bool {
    const PICTURES: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];
    if text.contains(char::is_whitespace) || text.contains("://") {
        return false;
    }
    let text = text.to_ascii_lowercase();
    PICTURES.iter().any(|ending| text.ends_with(ending))
        || has_dimensions(&text)
        || (text.contains(['-', '_']) && longest_number(&text) >= 4 && text.contains(char::is_alphabetic))
        || text.matches(['-', '_', '+']).count() >= 4
}

/// `...700x430` at the end.
fn has_dimensions(text: &str) -> bool {
    let Some((before, height)) = text.rsplit_once('x') else { return false };
    let width = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let is_size = |digits: usize| (2..=4).contains(&digits);
    is_size(width) && is_size(height.len()) && height.bytes().all(|byte| byte.is_ascii_digit())
}

fn longest_number(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// The end of a picture's name that a scraper has attached to the first word of a text: `harbour-700x430The storm`
/// gives 15.
pub(super) fn image_name(text: &str) -> Option<usize> {
    let first = text.split(' ').next()?;
    if !first.contains(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let mut before = None;
    let mut end = None;
    for (at, c) in first.char_indices() {
        let begins_word = c.is_uppercase() || matches!(c, '“' | '"' | '‘');
        let name = &first[..at];
        let ends_name = before.is_some_and(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase());
        if begins_word && ends_name && is_glued_name(name) {
            end = Some(at);
        }
        before = Some(c);
    }
    end
}

fn is_glued_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_numbered = lower.contains(['-', '_']) && longest_number(&lower) >= 6;
    let is_camera = ["img_", "img-", "dsc_", "dsc-", "dscn"].iter().any(|start| lower.starts_with(start));
    let has_ending = [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|end| lower.ends_with(end));
    has_ending || is_numbered || (is_camera && longest_number(&lower) >= 2) || has_dimensions(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_by_their_credit() {
        for (text, expected) in [
            ("Snow covers the boats in the northern harbour. (Ann Example/Harbour Post)", true),
            ("The harbour of Lund on a morning in May. (AP)", true),
            ("In this photo issued by the harbour, two ferries pass each other.", true),
            ("Boats lay ashore (and one, the mayor’s, in a tree)", false),
            ("HARBOUR TOWN, Vt. (AP)", false),
        ] {
            assert_eq!(is_caption(text), expected, "{text}");
        }
    }
}

//! The quotations of a text and their reporting verbs.

use super::super::super::analyzed_text::AnalyzedText;
use super::super::super::classes::Classes;
use crate::model::Span;
use crate::text::words::Shape;

/// The maximum number of words between a quotation and its reporting verb.
const MAX_DISTANCE: usize = 14;

/// The quotations of a text in order, without the quotation marks. A quotation without an end mark ends with its
/// paragraph.
pub(super) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or('\n', |&(_, next)| next);
        let opens = (before.is_whitespace() || matches!(before, '(' | '[' | '—')) && next.is_alphanumeric();
        let ends_word = !next.is_alphanumeric();
        match (open, c) {
            (None, '"') if !next.is_whitespace() => open = Some((at + 1, '"')),
            (None, '“') => open = Some((at + c.len_utf8(), '”')),
            (None, '\'' | '‘') if opens => open = Some((at + c.len_utf8(), '\'')),
            (Some((start, '\'')), '\'' | '’')
                if ends_word && matches!(before, '.' | ',' | '!' | '?' | '…') =>
            {
                found.push(Span::new(start, at));
                open = None;
            }
            (Some((start, mark)), c) if c == mark && mark != '\'' => {
                found.push(Span::new(start, at));
                open = None;
            }
            (Some((start, mark)), '\n') => {
                // Single marks without a closing one were apostrophes.
                if mark != '\'' {
                    found.push(Span::new(start, at));
                }
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some((start, _)) = open.filter(|&(_, mark)| mark != '\'') {
        found.push(Span::new(start, text.len()));
    }
    found
}

/// Where the speaker of a quotation is named, and the position of the reporting verb: the nearest after the
/// quotation, else before it; `None` if there is none.
pub(super) fn saying(analyzed: &AnalyzedText<'_>, quotation: Span) -> Option<(Span, usize)> {
    // The first mark after the quotation is its own closing mark.
    let behind = analyzed.words.partition_point(|word| word.span.start <= quotation.end);
    let after = (behind..analyzed.words.len().min(behind + MAX_DISTANCE))
        .take_while(|&at| !ends(analyzed, at))
        .find(|&at| analyzed.classes(at).is(Classes::SAYING));
    if let Some(verb) = after {
        let last = (verb..analyzed.words.len().min(verb + MAX_DISTANCE))
            .find(|&at| ends(analyzed, at))
            .unwrap_or(analyzed.words.len().min(verb + MAX_DISTANCE));
        return Some((Span { start: quotation.end, end: analyzed.words[last.max(1) - 1].span.end }, verb));
    }
    let first = analyzed.words.partition_point(|word| word.span.start < quotation.start);
    let start = first.saturating_sub(MAX_DISTANCE);
    let before = (start..first.saturating_sub(1)).rev();
    let verb =
        before.take_while(|&at| !stops(analyzed, at)).find(|&at| analyzed.classes(at).is(Classes::SAYING))?;
    let from = (start..verb).rev().find(|&at| stops(analyzed, at)).map_or(start, |at| at + 1);
    Some((Span { start: analyzed.words[from].span.start, end: quotation.start }, verb))
}

/// Whether the search for a speaker stops at a word: a full stop, or another quotation.
fn ends(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    matches!(analyzed.words[at].shape, Shape::Mark('.' | '"' | '“' | ':'))
}

fn stops(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    matches!(analyzed.words[at].shape, Shape::Mark('.' | '!' | '?' | '"' | '”'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::lexicon::Lexicon;
    use crate::gazetteer::Gazetteer;
    use crate::model::Field;

    #[test]
    fn quotations_are_found_with_those_who_say_them() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        for (input, quoted, saying_words) in [
            (
                "\"We opened it,\" Anna Berg said on Monday.",
                "We opened it,",
                Some("\" Anna Berg said on Monday"),
            ),
            ("Berg said: “I was there.” It rained.", "I was there.", Some("Berg said: “")),
            ("'It's late,' said Berg.", "It's late,", Some("' said Berg")),
            ("The boats' owners asked \"why not", "why not", Some("The boats' owners asked \"")),
            ("A \"quiet\" day.", "quiet", None),
        ] {
            let analyzed = AnalyzedText::of(Field::Text, input, &lexicon);
            let found = quotations(input);
            assert_eq!(found.first().map(|span| span.of(input)), Some(quoted), "{input}");
            assert_eq!(saying(&analyzed, found[0]).map(|(span, _)| span.of(input)), saying_words, "{input}");
        }
    }
}

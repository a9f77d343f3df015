//! Selecting words of the article, with the keys by words and lines, or with the mouse; to highlight them, copy them,
//! or write a note on them.

use super::Articles;
use super::reader::{Reader, Selection, Viewport};
use crate::app::action::{Action, Part, TextUnit};
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::effect::Effect;
use crate::app::marks;
use crate::app::motion::Motion;
use crate::app::purpose::Purpose;
use crate::model::{Edit, Field, Note, Origin, Passage, RecordEdit, Span};
use crate::text::sentences;
use crate::text::width::{prefix, width};
use unicode_segmentation::UnicodeSegmentation;

impl Reader {
    /// Starts a selection with the focused name, else the first visible word.
    pub fn begin_selection(&mut self, view: Viewport) {
        let name = self.mention().filter(|mention| mention.field == Field::Text).map(|mention| mention.span);
        let in_sight = self.layout.lines.iter().skip(self.top).take(view.height);
        let first = in_sight.flat_map(|line| &line.pieces).find(|piece| piece.field == Field::Text);
        let start = name.or_else(|| self.word_at(first?.span.start as usize));
        self.selection = start.map(|word| Selection { from: word, to: word, column: None });
    }

    /// Selects from the word at one byte of the text to the word at another.
    pub fn select_between(&mut self, from: usize, to: usize) {
        if let (Some(from), Some(to)) = (self.word_at(from), self.word_at(to)) {
            self.selection = Some(Selection { from, to, column: None });
        }
    }

    /// The selected words.
    pub fn selected_words(&self) -> Option<&str> {
        Some(self.selection?.span().of(self.text()))
    }

    /// The passage for a note or a highlight: what is selected, or was highlighted just now.
    pub fn passage(&self) -> Option<Passage> {
        let span = self.passage_span()?;
        Some(Passage { span, quote: span.of(self.text()).to_owned() })
    }

    fn passage_span(&self) -> Option<Span> {
        self.selection.map(|selection| selection.span()).or(self.highlighted)
    }

    /// Moves the end of the selection by a word.
    fn select_word(&mut self, forward: bool, view: Viewport) {
        let Some(selection) = self.selection else { return };
        let words = words(self.text());
        let at = words.partition_point(|word| word.start < selection.to.start);
        let to = if forward { at + 1 } else { at.saturating_sub(1) };
        if let Some(&word) = words.get(to) {
            self.reach(word, None, view);
        }
    }

    /// Moves the end of the selection by lines, to the word below or above it.
    fn select_line(&mut self, motion: Motion, view: Viewport) {
        let Some(selection) = self.selection else { return };
        let here = self.layout.line_of(Field::Text, selection.to.start);
        let column = selection.column.unwrap_or_else(|| self.column_of(here, selection.to.start));
        let has_text =
            |at: &usize| self.layout.lines[*at].pieces.iter().any(|piece| piece.field == Field::Text);
        let lines: Vec<usize> = (0..self.layout.lines.len()).filter(has_text).collect();
        let at = lines.partition_point(|&line| line < here);
        let Some(&line) = lines.get(motion.target(at, lines.len(), view.height)) else { return };
        let word = self.byte_at(line, column).and_then(|byte| self.word_at(byte));
        if let Some(word) = word {
            self.reach(word, Some(column), view);
        }
    }

    /// Extends the selection to whole sentences or paragraphs; if it has only whole ones, by the next.
    fn select_whole(&mut self, unit: TextUnit, view: Viewport) {
        let Some(selection) = self.selection else { return };
        let (text, span) = (self.text(), selection.span());
        let (first, last) =
            (unit_at(text, span.start, unit), unit_at(text, span.end.saturating_sub(1), unit));
        let is_whole = span.start <= first.start && last.end <= span.end;
        let rest = Span { start: last.end, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
        let next = rest.of(text).find(|c: char| !c.is_whitespace()).map(|at| last.end as usize + at);
        let end = match next.and_then(|at| u32::try_from(at).ok()).filter(|_| is_whole) {
            Some(next) => unit_at(text, next, unit).end,
            None => last.end,
        };
        let from = self.word_at(first.start as usize);
        if let Some((from, to)) = from.zip(self.word_at(end.saturating_sub(1) as usize)) {
            self.selection = Some(Selection { from, to, column: None });
            self.reveal(Field::Text, to, view);
        }
    }

    fn reach(&mut self, word: Span, column: Option<u16>, view: Viewport) {
        if let Some(selection) = &mut self.selection {
            (selection.to, selection.column) = (word, column);
        }
        self.reveal(Field::Text, word, view);
    }

    fn text(&self) -> &str {
        self.article.as_ref().map_or("", |article| article.document.text.as_str())
    }

    /// The column of a byte of the text on a line of the layout.
    fn column_of(&self, line: usize, byte: u32) -> u16 {
        let pieces = self.layout.lines.get(line).map_or(&[][..], |line| &line.pieces);
        let piece = pieces.iter().rfind(|piece| piece.field == Field::Text && piece.span.start <= byte);
        piece.map_or(0, |piece| {
            let before = Span { start: piece.span.start, end: byte }.of(self.text());
            piece.column.saturating_add(u16::try_from(width(before)).unwrap_or(u16::MAX))
        })
    }

    /// The byte of the text at a column of a line of the layout, or nearest to it.
    pub fn byte_at(&self, line: usize, column: u16) -> Option<usize> {
        let pieces = || self.layout.lines.get(line).into_iter().flat_map(|line| &line.pieces);
        let texts = || pieces().filter(|piece| piece.field == Field::Text);
        let piece = texts().rfind(|piece| piece.column <= column).or_else(|| texts().next())?;
        let before = prefix(piece.span.of(self.text()), usize::from(column.saturating_sub(piece.column)));
        Some((piece.span.start as usize + before.len()).min(piece.span.end.saturating_sub(1) as usize))
    }

    /// The word at a byte of the text, or the last one before it.
    fn word_at(&self, byte: usize) -> Option<Span> {
        let words = words(self.text());
        let at = words.partition_point(|word| word.start as usize <= byte);
        words.get(at.saturating_sub(1)).copied()
    }
}

/// The sentence or paragraph that contains a byte of a text.
fn unit_at(text: &str, at: u32, unit: TextUnit) -> Span {
    let at = at as usize;
    match unit {
        TextUnit::Sentence => sentences::around(text, at),
        TextUnit::Paragraph => {
            let start = text.get(..at).and_then(|before| before.rfind("\n\n")).map_or(0, |end| end + 2);
            let end = text.get(at..).and_then(|after| after.find("\n\n")).map_or(text.len(), |end| at + end);
            Span::new(start, end)
        }
    }
}

/// The words of a text, each with adjacent punctuation.
fn words(text: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let mut end = 0;
    let mut cores = text.unicode_word_indices().peekable();
    while let Some((start, core)) = cores.next() {
        let before = &text[end..start];
        let opening = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let next = cores.peek().map_or(text.len(), |(next, _)| *next);
        end = start + core.len();
        let closing = text[end..next].split(char::is_whitespace).next().unwrap_or_default();
        words.push(Span::new(start - opening.len(), end + closing.len()));
        end += closing.len();
    }
    words
}

impl Articles {
    /// Starts or ends selecting.
    pub(super) fn turn_selection(&mut self, cx: &mut Cx<'_>) {
        if self.reader.selection.take().is_some() {
            return;
        }
        if self.unshown_article().is_some() {
            self.arriving.selects = true;
            self.enter_reader(cx);
            return;
        }
        self.set_focus(Focus::Reader, cx.session);
        self.reader.begin_selection(self.panes(cx.session).viewport);
        if self.reader.selection.is_some() {
            cx.note("h l by words, j k by lines, s by sentences · H highlights, y copies, a writes a note · Esc ends");
        } else {
            cx.say("this article has no text to select");
        }
    }

    /// Carries out an action while words are selected; false if it does not concern the selection, which then ends
    /// unless the action leaves the article unchanged.
    pub(super) fn act_on_selection(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        let view = self.panes(cx.session).viewport;
        match action {
            Action::Move(motion) => self.reader.select_line(*motion, view),
            Action::Beside { right } => self.reader.select_word(*right, view),
            Action::Select | Action::Cancel | Action::Leave { .. } => self.reader.selection = None,
            Action::SelectWhole(unit) => self.reader.select_whole(*unit, view),
            Action::Highlight => self.highlight(cx),
            Action::Copy(Part::Selection) => self.copy_selection(cx),
            _ => return false,
        }
        true
    }

    fn copy_selection(&mut self, cx: &mut Cx<'_>) {
        if let Some(words) = self.reader.selected_words().map(str::to_owned) {
            cx.say(format!("copied {}", crate::text::width::counted(count(&words), "word", "words")));
            cx.effect(Effect::Copy(words));
            self.reader.selection = None;
        }
    }

    /// Highlights the selection; if it is highlighted already, removes the highlight.
    fn highlight(&mut self, cx: &mut Cx<'_>) {
        let Some((span, article)) =
            self.reader.selection.map(|each| each.span()).zip(self.reader.article.as_ref())
        else {
            return;
        };
        let text = &article.document.text;
        let is_there = |note: &Note| {
            let place = note.passage.as_ref().and_then(|passage| passage.place_in(text));
            note.is_highlight() && place.is_some_and(|place| place.overlaps(span))
        };
        let edit = if let Some((id, _)) = article.notes.iter().find(|(_, note)| is_there(note)) {
            Edit::Note(RecordEdit::Remove(*id))
        } else {
            self.reader.highlighted = Some(span);
            self.note(String::new(), cx)
        };
        cx.edit(edit, Origin::User);
        self.reader.selection = None;
    }

    /// The note that is edited here: on the selection or what was highlighted just now, else on the article as a whole.
    fn existing_note(&self) -> Option<&(i64, Note)> {
        let article = self.reader.article.as_ref()?;
        let wanted = self.reader.passage_span();
        let place =
            |note: &Note| note.passage.as_ref().and_then(|passage| passage.place_in(&article.document.text));
        let is_exact =
            |(_, note): &&(i64, Note)| note.passage.is_some() == wanted.is_some() && place(note) == wanted;
        let is_near = |(_, note): &&(i64, Note)| {
            wanted.zip(place(note)).is_some_and(|(one, other)| one.overlaps(other))
        };
        article.notes.iter().find(is_exact).or_else(|| article.notes.iter().find(is_near))
    }

    /// Prompts for a note on the selection, on what was highlighted just now, or on the article as a whole; an existing one is edited.
    pub(super) fn ask_note(&self, cx: &mut Cx<'_>) {
        let text = self.existing_note().map(|(_, note)| note.text.clone());
        cx.prompt_with(Purpose::Note, text.unwrap_or_default());
    }

    /// Writes or rewrites the note.
    pub(super) fn write_note(&mut self, words: &str, cx: &mut Cx<'_>) {
        let edit = match self.existing_note() {
            Some((id, note)) => marks::rewritten(*id, note, words),
            None => (!words.trim().is_empty()).then(|| self.note(words.trim().to_owned(), cx)),
        };
        if let Some(edit) = edit {
            cx.edit(edit, Origin::User);
            (self.reader.selection, self.reader.highlighted) = (None, None);
        }
    }

    fn note(&self, text: String, cx: &Cx<'_>) -> Edit {
        let article = self.reader.id().unwrap_or(crate::model::ArticleId(0));
        let passage = self.reader.passage();
        Edit::Note(RecordEdit::Add(Note { article, added: cx.session.now.seconds, text, passage }))
    }
}

fn count(words: &str) -> u64 {
    words.split_whitespace().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_the_signs_around_them() {
        for (text, expected) in [
            ("The quays are safe.", vec!["The", "quays", "are", "safe."]),
            ("“It’s logical,” he said", vec!["“It’s", "logical,”", "he", "said"]),
            ("a (well-known) man", vec!["a", "(well-", "known)", "man"]),
            ("one\n\ntwo", vec!["one", "two"]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = words(text).into_iter().map(|word| word.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

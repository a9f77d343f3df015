//! Software, languages, formats and coins, which are no bodies; and those that are also towns or somebody's name, where the
//! article is about programs: "The site is built on Hugo and Node.js". Titles of posts and ranks, which are no bodies
//! either: "Cryptologic Linguist".

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;

/// Names of programs, languages and currencies of the net that hardly mean anything else.
static WARES: WordList = WordList::new("
    cobol fortran golang javascript typescript powershell postgres postgresql mysql sqlite mongodb kubernetes jquery
    wordpress drupal joomla jekyll nginx webpack powerpoint visio sharepoint photoshop autocad matlab php html css sass
    linux ubuntu debian macos ios github.io json csv latex unix android minecraft fortnite
    bitcoin ethereum litecoin xrp dogecoin tether solana stablecoin");

/// Those that are also towns, islands, words or names.
static DOUBTFUL: WordList =
    WordList::new("java python hugo ruby swift rust gulp jenkins django julia delphi eclipse oracle perl");

/// Words of articles about programs.
static SIGNS: WordList = WordList::new(
    "
    software programming javascript cobol php html css golang python backend frontend compiler runtime
    database databases coding",
);

/// How many of these make an article one about programs.
const MIN_SIGNS: usize = 2;

/// Last words of posts and ranks, several people's or one's.
static POSTS: WordList = WordList::new(
    "
    officer officers manager managers specialist specialists analyst analysts linguist inspector administrator
    administrators strategist strategists sapper technologist technologists designer
    designers developer developers webmaster webmasters",
);

/// Removes the kind of names of wares and posts.
pub fn set_apart(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], lexicon: &Lexicon) {
    let is_about_programs = is_about_programs(texts);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut().filter(|name| name.kind.is_some()) {
            let is_ware = name.to - name.from == 1 && {
                let key = &analyzed.words[name.from].key;
                WARES.has(key) || is_about_programs && DOUBTFUL.has(key)
            };
            if is_ware && !is_titled(name, analyzed) || is_post(name, analyzed, lexicon) {
                name.kind = None;
            }
        }
    }
}

fn is_about_programs(texts: &[AnalyzedText<'_>]) -> bool {
    let mut met: Vec<&str> = Vec::new();
    for word in texts.iter().flat_map(|analyzed| &analyzed.words) {
        if SIGNS.has(&word.key) && !met.contains(&word.key.as_str()) {
            met.push(&word.key);
        }
    }
    met.len() >= MIN_SIGNS
}

fn is_titled(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    name.from > 0 && analyzed.is_title(name.from - 1)
}

/// "Foreign Service Officers": what people are, and not where they are.
fn is_post(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    kind == Some(Kind::Organisation)
        && to - from > 1
        && POSTS.has(&analyzed.words[to - 1].key)
        && (from..to).all(|at| analyzed.words[at].shape != Shape::Lower)
        && !(from..to).any(|at| analyzed.classes(at).is(Classes::BODY | Classes::BODY_OF))
        && lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn wares_and_posts_are_no_bodies() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "Going from COBOL to Java is no answer, {Anna Berg} said. Modern software needs another database.",
                "{Anna Berg} flew to [Java]. The volcano is on the island.",
            ],
        );
    }
}

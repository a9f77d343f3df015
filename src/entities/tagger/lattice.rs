//! A linear-chain conditional random field over a sequence of words (J. Lafferty and others, Conditional Random
//! Fields, ICML 2001): the best label sequence, and the probability of each label.

use super::label::{COUNT, Label, OUTSIDE, may_follow};

/// A number for each label.
pub type Scores = [f32; COUNT];

/// The scores of label transitions, natural logarithms; minus infinity if not allowed.
pub type Transitions = [Scores; COUNT];

/// Transitions as factors of likelihoods.
pub fn factors(transitions: &Transitions) -> Transitions {
    transitions.map(|row| row.map(f32::exp))
}

/// Transitions that only encode which label may follow which.
pub fn bare_transitions() -> Transitions {
    std::array::from_fn(|label| {
        std::array::from_fn(|next| if may_follow(label, next) { 0.0 } else { f32::NEG_INFINITY })
    })
}

/// The label sequence with the greatest score (Viterbi). `words` has the scores of each word's labels.
pub fn best(words: &[Scores], transitions: &Transitions) -> Vec<Label> {
    let Some(first) = words.first() else { return Vec::new() };
    let mut scores: Scores = std::array::from_fn(|next| first[next] + transitions[0][next]);
    let mut before: Vec<[Label; COUNT]> = Vec::with_capacity(words.len());
    for word in &words[1..] {
        let mut reached = [f32::NEG_INFINITY; COUNT];
        let mut from = [OUTSIDE; COUNT];
        for (label, row) in (0..).zip(transitions) {
            let score = scores[usize::from(label)];
            for next in 0..COUNT {
                if score + row[next] > reached[next] {
                    reached[next] = score + row[next];
                    from[next] = label;
                }
            }
        }
        scores = std::array::from_fn(|next| reached[next] + word[next]);
        before.push(from);
    }
    let ends = (0..COUNT).filter(|&label| may_follow(label, 0));
    let mut label = ends.max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or_default();
    let mut labels = vec![OUTSIDE; words.len()];
    for at in (0..words.len()).rev() {
        labels[at] = u8::try_from(label).unwrap_or(OUTSIDE);
        if at > 0 {
            label = usize::from(before[at - 1][label]);
        }
    }
    labels
}

/// Probabilities under the model.
#[cfg(any(test, feature = "train"))]
#[derive(Debug)]
pub struct Likelihoods {
    /// The probability of each label of each word.
    pub words: Vec<Scores>,
    /// The expected number of each transition, including the one from the start.
    pub transitions: [Scores; COUNT],
}

/// The probabilities of labels and transitions by the forward-backward algorithm, given the transitions' [`factors`].
#[cfg(any(test, feature = "train"))]
pub fn likelihoods(words: &[Scores], factors: &Transitions) -> Likelihoods {
    let mut transitions = [[0.0; COUNT]; COUNT];
    let words = probabilities(words, factors, |label, next, share| transitions[label][next] += share);
    if let Some(first) = words.first() {
        for (count, share) in transitions[0].iter_mut().zip(first) {
            *count += share;
        }
    }
    Likelihoods { words, transitions }
}

/// The probability of each label of each word by the forward-backward algorithm, scaled at each word, given the
/// transitions' [`factors`]. `count` is told the probability of each transition after the first word.
pub fn probabilities(
    words: &[Scores],
    factors: &Transitions,
    mut count: impl FnMut(usize, usize, f32),
) -> Vec<Scores> {
    let mut found = vec![[0.0; COUNT]; words.len()];
    let local: Vec<Scores> = words.iter().map(exponentials).collect();
    let (forward, scales) = forward(&local, factors);
    let mut backward: Scores = std::array::from_fn(|label| f32::from(u8::from(may_follow(label, 0))));
    for at in (0..words.len()).rev() {
        let joint: Scores = std::array::from_fn(|label| forward[at][label] * backward[label]);
        let sum = joint.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        found[at] = joint.map(|share| share / sum);
        let Some(before) = at.checked_sub(1) else { break };
        let ahead: Scores = std::array::from_fn(|next| local[at][next] * backward[next] / scales[at]);
        for label in 0..COUNT {
            let mut sum = 0.0;
            for next in 0..COUNT {
                let step = factors[label][next] * ahead[next];
                sum += step;
                count(label, next, forward[before][label] * step);
            }
            backward[label] = sum;
        }
    }
    found
}

/// Scores as exponentials, scaled so that the greatest is 1.
fn exponentials(scores: &Scores) -> Scores {
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.map(|score| (score - greatest).exp())
}

/// The forward probabilities of the labels, and the scale factor of each word.
fn forward(local: &[Scores], moves: &Transitions) -> (Vec<Scores>, Vec<f32>) {
    let mut rows: Vec<Scores> = Vec::with_capacity(local.len());
    let mut scales = Vec::with_capacity(local.len());
    for word in local {
        let mut row = [0.0; COUNT];
        match rows.last() {
            None => row = moves[0],
            Some(last) => {
                for (share, steps) in last.iter().zip(moves) {
                    for next in 0..COUNT {
                        row[next] += share * steps[next];
                    }
                }
            }
        }
        for (share, weight) in row.iter_mut().zip(word) {
            *share *= weight;
        }
        if rows.len() + 1 == local.len() {
            for (label, share) in row.iter_mut().enumerate() {
                *share = if may_follow(label, 0) { *share } else { 0.0 };
            }
        }
        let scale = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        rows.push(row.map(|share| share / scale));
        scales.push(scale);
    }
    (rows, scales)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores of three words that slightly favour a two-word person.
    fn words() -> Vec<Scores> {
        let mut words = vec![[0.0; COUNT]; 3];
        (words[0][1], words[0][4], words[1][3], words[2][0]) = (1.5, 1.0, 0.5, 2.0);
        words
    }

    /// Every valid sequence of three labels, with its score.
    fn rows(words: &[Scores], transitions: &Transitions) -> Vec<([usize; 3], f32)> {
        let all = 0..COUNT * COUNT * COUNT;
        all.map(|number| [number % COUNT, number / COUNT % COUNT, number / COUNT / COUNT])
            .filter(|row| may_follow(row[2], 0))
            .map(|row| {
                let steps =
                    transitions[0][row[0]] + transitions[row[0]][row[1]] + transitions[row[1]][row[2]];
                (row, steps + words[0][row[0]] + words[1][row[1]] + words[2][row[2]])
            })
            .filter(|(_, score)| score.is_finite())
            .collect()
    }

    #[test]
    fn the_best_row_and_the_likelihoods_are_those_of_all_rows() {
        let mut transitions = bare_transitions();
        transitions[0][1] = -0.25;
        let words = words();
        let rows = rows(&words, &transitions);
        let expected = rows.iter().max_by(|one, other| one.1.total_cmp(&other.1)).expect("a row").0;
        assert_eq!(
            best(&words, &transitions).iter().map(|&label| usize::from(label)).collect::<Vec<_>>(),
            expected
        );
        let found = likelihoods(&words, &factors(&transitions));
        let total: f32 = rows.iter().map(|(_, score)| score.exp()).sum();
        for (at, label) in [(0, 1), (0, 0), (1, 3), (1, 8), (2, 0), (2, 16)] {
            let those = rows.iter().filter(|(row, _)| row[at] == label);
            let share = those.map(|(_, score)| score.exp()).sum::<f32>() / total;
            assert!((found.words[at][label] - share).abs() < 1e-4, "word {at}, label {label}: {share}");
        }
        let steps = rows.iter().map(|(row, score)| {
            let count = [(0, row[0]), (row[0], row[1]), (row[1], row[2])]
                .iter()
                .filter(|&&step| step == (0, 1))
                .count();
            f32::from(u8::try_from(count).expect("at most three")) * score.exp()
        });
        let steps = steps.sum::<f32>() / total;
        assert!((found.transitions[0][1] - steps).abs() < 1e-4, "{steps}");
    }

    #[test]
    fn no_words_have_no_labels() {
        assert!(best(&[], &bare_transitions()).is_empty());
        assert!(likelihoods(&[], &factors(&bare_transitions())).words.is_empty());
    }
}

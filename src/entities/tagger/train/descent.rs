//! Maximum likelihood by stochastic gradient descent with a step size per weight (Duchi, Hazan and Singer, Adaptive
//! Subgradient Methods, JMLR 2011), with dropout: some features are left out at random each time, so that no small
//! set of them dominates.

use super::super::label::{COUNT, Label, OUTSIDE, may_follow};
use super::super::lattice::{Scores, Transitions, bare_transitions, factors, likelihoods};
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

/// A sequence of words, as a range of all words.
pub type Stretch = Range<usize>;

/// The training data.
#[derive(Debug, Default)]
pub struct Examples {
    /// The numbers of the features of all words.
    pub features: Vec<u32>,
    /// Where each word's features end.
    pub ends: Vec<usize>,
    /// The label of each word.
    pub labels: Vec<Label>,
    /// Which words form a sequence.
    pub stretches: Vec<Stretch>,
}

/// The number of passes over the data.
const ROUNDS: usize = 8;

/// The initial step size.
const STEP: f32 = 0.06;

/// The dropout rate, in 256ths.
const DROPOUT: u64 = 150;

/// A gradient below this for every label is ignored.
const NEGLIGIBLE: f32 = 1e-3;

/// The strength of weight decay.
const DECAY: f32 = 1e-5;

/// The weights, with the sum of squared gradients of each.
struct Field {
    weights: Vec<(Scores, Scores)>,
    transitions: Transitions,
    transition_squares: [Scores; COUNT],
}

/// Learns the weights of features and transitions: the mean of several runs, since a single run depends too much on
/// the order of the data. `report` receives each round.
pub fn descend(
    examples: &Examples,
    features: usize,
    runs: usize,
    report: &mut dyn FnMut(String),
) -> (Vec<Scores>, Transitions) {
    let mut weights = vec![[0.0; COUNT]; features];
    let mut transitions = bare_transitions();
    #[expect(clippy::cast_precision_loss, reason = "below 256")]
    let present = 1.0 - DROPOUT as f32 / 256.0;
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let share = 1.0 / runs as f32;
    for field in all_runs(examples, features, runs, report) {
        for (sum, (one, _)) in weights.iter_mut().zip(&field.weights) {
            *sum = std::array::from_fn(|label| sum[label] + share * present * one[label]);
        }
        for (sum, one) in transitions.iter_mut().zip(&field.transitions) {
            *sum = std::array::from_fn(|label| sum[label] + share * one[label]);
        }
    }
    (weights, transitions)
}

/// The runs, in parallel. Each has its own random numbers, so that it does not matter which finishes first.
fn all_runs(examples: &Examples, features: usize, runs: usize, report: &mut dyn FnMut(String)) -> Vec<Field> {
    let (sender, reports) = mpsc::channel();
    thread::scope(|scope| {
        let running: Vec<_> = (1..=runs)
            .map(|run| {
                let sender = sender.clone();
                scope.spawn(move || {
                    let mut chance = Chance::of_run(run);
                    Field::of(examples, features, &mut chance, &mut |round| {
                        // Without a listener the training continues.
                        let _ = sender.send(format!("run {run} of {runs}, {round}"));
                    })
                })
            })
            .collect();
        drop(sender);
        reports.iter().for_each(report);
        // A run that panicked has reported it already and has no result.
        running.into_iter().filter_map(|run| run.join().ok()).collect()
    })
}

impl Field {
    /// One run over the examples.
    fn of(examples: &Examples, features: usize, chance: &mut Chance, report: &mut dyn FnMut(String)) -> Self {
        let mut field = Self {
            weights: vec![([0.0; COUNT], [0.0; COUNT]); features],
            transitions: bare_transitions(),
            transition_squares: [[0.0; COUNT]; COUNT],
        };
        let mut order: Vec<&Stretch> = examples.stretches.iter().collect();
        for round in 1..=ROUNDS {
            for at in (1..order.len()).rev() {
                order.swap(at, chance.below(at + 1));
            }
            let mut loss = 0.0;
            for stretch in &order {
                loss += field.learn(examples, stretch, chance);
            }
            report(format!("round {round} of {ROUNDS}: log likelihood {:.0}", -loss));
        }
        field
    }

    /// One gradient step for a sequence; returns its loss (the sum over its words of the negative logarithm of the
    /// right label's probability).
    fn learn(&mut self, examples: &Examples, stretch: &Stretch, chance: &mut Chance) -> f64 {
        let words: Vec<Vec<u32>> = stretch
            .clone()
            .map(|word| {
                let start = if word == 0 { 0 } else { examples.ends[word - 1] };
                let all = &examples.features[start..examples.ends[word]];
                all.iter().copied().filter(|_| chance.next() >> 56 >= DROPOUT).collect()
            })
            .collect();
        let scores: Vec<Scores> = words.iter().map(|features| self.scores(features)).collect();
        let likely = likelihoods(&scores, &factors(&self.transitions));
        let mut missing = likely.transitions.map(|row| row.map(|count| -count));
        let mut loss = 0.0;
        let mut before = OUTSIDE;
        for ((features, chances), &right) in
            words.iter().zip(&likely.words).zip(&examples.labels[stretch.clone()])
        {
            let right_index = usize::from(right);
            loss -= f64::from(chances[right_index].max(1e-30).ln());
            missing[usize::from(before)][right_index] += 1.0;
            let mut gradient = chances.map(|chance| -chance);
            gradient[right_index] += 1.0;
            if gradient.iter().any(|one| one.abs() > NEGLIGIBLE) {
                self.step(features, &gradient);
            }
            before = right;
        }
        self.step_transitions(&missing);
        loss
    }

    fn scores(&self, features: &[u32]) -> Scores {
        let mut sums = [0.0; COUNT];
        for &feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[feature as usize].0) {
                *sum += weight;
            }
        }
        sums
    }

    fn step(&mut self, features: &[u32], gradient: &Scores) {
        for &feature in features {
            let (weights, squares) = &mut self.weights[feature as usize];
            for ((weight, square), slope) in weights.iter_mut().zip(squares).zip(gradient) {
                let slope = slope - DECAY * *weight;
                *square += slope * slope;
                *weight += STEP * slope / (square.sqrt() + 1e-3);
            }
        }
    }

    fn step_transitions(&mut self, gradient: &[Scores; COUNT]) {
        for (label, row) in gradient.iter().enumerate() {
            for (next, &slope) in row.iter().enumerate().filter(|&(next, _)| may_follow(label, next)) {
                let square = &mut self.transition_squares[label][next];
                *square += slope * slope;
                self.transitions[label][next] += STEP * slope / (square.sqrt() + 1e-3);
            }
        }
    }
}

/// Reproducible pseudo-random numbers (Marsaglia, Xorshift RNGs, 2003).
struct Chance(u64);

impl Chance {
    /// The random numbers of a run.
    fn of_run(run: usize) -> Self {
        let mut chance = Self(0x2545_f491_4f6c_dd1d ^ ((run as u64) << 20));
        for _ in 0..20 {
            chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 1).unwrap_or_default() % bound
    }
}

//! Clusters vectors by direction (spherical k-means: Dhillon and Modha, Concept Decompositions, Machine Learning
//! 2001), starting from the vectors of the most frequent words.

/// The number of iterations.
const ROUNDS: usize = 15;

/// The cluster number of each vector; the first `count` vectors are the initial centres.
pub fn clusters(vectors: &[Vec<f32>], count: usize) -> Vec<u16> {
    let vectors: Vec<Vec<f32>> = vectors.iter().map(|vector| unit(vector)).collect();
    let mut centres: Vec<Vec<f32>> = vectors.iter().take(count).cloned().collect();
    let mut nearest = Vec::new();
    for _ in 0..ROUNDS {
        nearest = vectors.iter().map(|vector| nearest_of(&centres, vector)).collect();
        let mut sums = vec![vec![0.0; vectors.first().map_or(0, Vec::len)]; centres.len()];
        for (vector, &of) in vectors.iter().zip(&nearest) {
            for (sum, value) in sums[usize::from(of)].iter_mut().zip(vector) {
                *sum += value;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            // A cluster that has lost all its vectors keeps its centre.
            if sum.iter().any(|&value| value != 0.0) {
                *centre = unit(&sum);
            }
        }
    }
    nearest
}

fn unit(vector: &[f32]) -> Vec<f32> {
    let length = dot(vector, vector).sqrt().max(f32::MIN_POSITIVE);
    vector.iter().map(|value| value / length).collect()
}

/// The dot product, summed in eight lanes, always in the same order.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0; 8];
    for (one, other) in one.chunks(8).zip(other.chunks(8)) {
        for (lane, (a, b)) in lanes.iter_mut().zip(one.iter().zip(other)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}

fn nearest_of(centres: &[Vec<f32>], vector: &[f32]) -> u16 {
    let mut best = (f32::NEG_INFINITY, 0);
    for (centre, number) in centres.iter().zip(0..) {
        let nearness = dot(centre, vector);
        if nearness > best.0 {
            best = (nearness, number);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_one_direction_are_together() {
        let vectors = [[1.0, 0.0], [0.0, 1.0], [3.0, 0.2], [0.1, 5.0], [0.9, 0.1]].map(|v| v.to_vec());
        assert_eq!(clusters(&vectors, 2), [0, 1, 0, 1, 0]);
        assert_eq!(clusters(&[], 2), Vec::<u16>::new());
    }
}

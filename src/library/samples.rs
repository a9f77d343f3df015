//! The sample articles built into the program, so that the first start has something to show.

use super::{Added, Input, Library, Result, Task};

/// A file of `assets/samples`: its name and content.
macro_rules! sample {
    ($name:literal) => {
        (concat!("samples/", $name, ".md"), include_str!(concat!("../../assets/samples/", $name, ".md")))
    };
}

const SAMPLES: &[(&str, &str)] = &[
    sample!("00-how-to-read"),
    sample!("01-oslo-nobel-european-union"),
    sample!("02-ebola-security-council"),
    sample!("03-philae-on-the-comet"),
    sample!("04-minsk-ceasefire"),
    sample!("05-vienna-iran-deal"),
    sample!("06-paris-climate-agreement"),
    sample!("07-britain-votes-to-leave"),
    sample!("08-nobel-for-santos"),
    sample!("09-mosul-battle-begins"),
    sample!("10-mosul-victory"),
    sample!("11-washington-leaves-iran-deal"),
    sample!("12-notre-dame-fire"),
    sample!("13-ever-given-refloated"),
    sample!("14-glasgow-climate-pact"),
    sample!("15-webb-telescope-launch"),
    sample!("16-black-sea-grain"),
    sample!("17-finland-joins-nato"),
    sample!("18-notre-dame-reopens"),
];

impl Library {
    /// Adds the sample articles; existing ones are unchanged. `now` is the time of adding in seconds since the epoch.
    pub fn add_samples(&mut self, task: &Task, now: i64) -> Result<Added> {
        let input = |(name, text): &(&str, &str)| Input::Bytes {
            name: (*name).to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let inputs: Vec<Input> = SAMPLES.iter().map(input).collect();
        self.add(&inputs, task, now)
    }
}

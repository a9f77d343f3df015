//! The trials: each makes one thing fail in one command on a copy of a library, and judges what is left.

use super::library::{
    BEFORE, Bed, OF_FEED, OF_FILE, Outcome, REPORTS, State, copy, make, make_old, path, serve,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A command, and what it makes of the library.
struct Operation {
    name: &'static str,
    arguments: Vec<String>,
    before: State,
    after: State,
    /// What it has acknowledged survives a power cut: a change by the user does, and so does what puts a file in place.
    is_synced: bool,
    is_of_old: bool,
}

/// A way to fail: which file operation, with which error, and whether it goes on failing.
struct Fault {
    name: &'static str,
    at: &'static str,
    error: i32,
    stays: bool,
    loses_unsynced: bool,
}

const fn fault(name: &'static str, at: &'static str, error: i32) -> Fault {
    Fault { name, at, error, stays: false, loses_unsynced: false }
}

const EIO: i32 = 5;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

/// Killed is error 0.
const FAULTS: [Fault; 14] = [
    Fault { stays: true, ..fault("disk full", "write", ENOSPC) },
    fault("write: EIO", "write", EIO),
    fault("sync: EIO", "sync", EIO),
    fault("rename: EIO", "rename", EIO),
    fault("remove: EACCES", "remove", EACCES),
    fault("truncate: EIO", "cut", EIO),
    fault("open: EACCES", "open", EACCES),
    Fault { stays: true, ..fault("open: EROFS", "open", EROFS) },
    fault("kill -9", "any", 0),
    Fault { loses_unsynced: true, ..fault("power cut", "any", 0) },
    // Few among the others, and each of them a moment between two files.
    fault("kill -9", "rename", 0),
    fault("kill -9", "remove", 0),
    Fault { loses_unsynced: true, ..fault("power cut", "rename", 0) },
    Fault { loses_unsynced: true, ..fault("power cut", "remove", 0) },
];

/// Moments at which a program is killed, or the power cut, in a command.
const MOMENTS: u64 = 100;

/// Files that are damaged, one way each.
const DAMAGES: u64 = 200;

struct Options {
    share: u64,
    seed: u64,
    seconds: u64,
    only: Option<String>,
}

struct Bench {
    root: PathBuf,
    library: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

/// Tried and passed, by fault and operation.
type Table = BTreeMap<(&'static str, &'static str), (u64, u64)>;

pub fn run() {
    let options = options();
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_owned();
    let library = root.join("fail.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/faults/fail.c");
    let built = Command::new("cc")
        .args(["-O1", "-shared", "-fPIC", "-o", path(&library), path(&source), "-ldl"])
        .status();
    if !built.is_ok_and(|status| status.success()) {
        println!("skipped: there is no `cc` to build what makes files fail");
        return;
    }
    let server = serve();
    let bench = Bench { library, new: root.join("new"), old: root.join("old"), root };
    make(&bench.new, &server);
    make_old(&bench.old);
    let mut trials = bench.trials(&options);
    let all = trials.len();
    shuffle(&mut trials, options.seed);
    let begun = Instant::now();
    let (mut table, mut failures) = (Table::new(), Vec::new());
    for (at, trial) in trials.iter().enumerate() {
        if begun.elapsed() > Duration::from_secs(options.seconds) {
            println!("after {} s: {at} of {} trials of this share", options.seconds, trials.len());
            break;
        }
        let result = bench.judge(trial);
        let cell = table.entry((trial.row(), trial.column())).or_default();
        cell.0 += 1;
        match result {
            Ok(()) => cell.1 += 1,
            Err(why) => {
                failures.push(format!("{} · {} · {}: {why}", trial.column(), trial.row(), trial.place()));
            }
        }
    }
    print(&table, all, &options);
    for failure in failures.iter().take(30) {
        println!("FAILED {failure}");
    }
    assert!(failures.is_empty(), "{} trials failed", failures.len());
}

fn options() -> Options {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name: &str, usual: u64| given(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    // Without `--bench` it is only tried whether it runs.
    let is_tried = !arguments.iter().any(|argument| argument == "--bench");
    Options {
        share: number("--share", if is_tried { 200 } else { 1 }),
        seed: number("--seed", 1),
        seconds: number("--seconds", if is_tried { 20 } else { u64::MAX >> 1 }),
        only: given("--only"),
    }
}

/// One thing that is made to fail.
enum Trial {
    Fault { operation: Operation, fault: &'static Fault, nth: u64 },
    Damage { seed: u64 },
}

impl Trial {
    fn row(&self) -> &'static str {
        match self {
            Self::Fault { fault, .. } => fault.name,
            Self::Damage { .. } => "bit flipped or file cut",
        }
    }

    fn column(&self) -> &'static str {
        match self {
            Self::Fault { operation, .. } => operation.name,
            Self::Damage { .. } => "any file",
        }
    }

    fn place(&self) -> String {
        match self {
            Self::Fault { nth, .. } => format!("operation {nth}"),
            Self::Damage { seed } => format!("seed {seed}"),
        }
    }
}

impl Bench {
    fn operations(&self) -> Vec<Operation> {
        let file = |name: &str| self.trial().join(name).display().to_string();
        let whole = State { articles: BEFORE, bookmarked: REPORTS };
        let operation = |name, arguments: &[&str], after, is_synced| Operation {
            name,
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            before: whole,
            after,
            is_synced,
            is_of_old: false,
        };
        let plain = State { bookmarked: 0, ..whole };
        let old = State { articles: 1, bookmarked: 1 };
        vec![
            operation(
                "add",
                &["add", &file("more.jsonl")],
                State { articles: BEFORE + OF_FILE, ..whole },
                false,
            ),
            operation("refresh", &["refresh", "--all"], State { articles: BEFORE + OF_FEED, ..whole }, false),
            operation("mark", &["mark", "unbookmark", "harbour"], plain, true),
            operation("undo", &["undo"], plain, true),
            operation("delete", &["delete", "harbour"], State { articles: 0, bookmarked: 0 }, true),
            operation("reindex", &["reindex"], whole, false),
            operation("backup", &["backup", &file("another.gz")], whole, true),
            operation("restore", &["restore", &file("backup.gz")], plain, true),
            operation("repair", &["check", "--repair"], whole, false),
            Operation { is_of_old: true, before: old, ..operation("migrate", &["feeds"], old, false) },
        ]
    }

    /// All trials of this share.
    fn trials(&self, options: &Options) -> Vec<Trial> {
        let mut trials = Vec::new();
        let is_wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
        for fault in &FAULTS {
            for operation in self.operations().into_iter().filter(|operation| is_wanted(operation.name)) {
                let many = self.count(&operation, fault);
                let step = if fault.error == 0 { (many / MOMENTS).max(1) } else { 1 };
                let moments = (1..=many).step_by(usize::try_from(step).unwrap_or(1));
                trials.extend(
                    moments.enumerate().filter(|(at, nth)| is_of_share(*at as u64 + nth, options)).map(
                        |(_, nth)| {
                            let operation =
                                self.operations().into_iter().find(|other| other.name == operation.name);
                            Trial::Fault { operation: operation.expect("the same"), fault, nth }
                        },
                    ),
                );
            }
        }
        if is_wanted("damage") {
            trials.extend(
                (0..DAMAGES).filter(|at| is_of_share(*at, options)).map(|seed| Trial::Damage { seed }),
            );
        }
        trials
    }

    /// The folder of a trial; the last one's is removed when the next begins.
    fn trial(&self) -> PathBuf {
        self.root.join("trial")
    }

    fn begin(&self, is_of_old: bool) -> Bed {
        let _ = fs::remove_dir_all(self.trial());
        copy(if is_of_old { &self.old } else { &self.new }, &self.trial());
        for folder in [self.trial(), self.trial().join("library")] {
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(folder, private).expect("its mode");
        }
        Bed { folder: self.trial() }
    }

    fn environment(&self, fault: &Fault, nth: u64) -> Vec<(&'static str, String)> {
        vec![
            ("LD_PRELOAD", self.library.display().to_string()),
            ("FAULT_UNDER", self.trial().display().to_string()),
            ("FAULT_AT", fault.at.to_owned()),
            ("FAULT_NTH", nth.to_string()),
            ("FAULT_ERROR", fault.error.to_string()),
            ("FAULT_STAYS", u8::from(fault.stays).to_string()),
        ]
    }

    /// How many file operations of this kind the command does.
    fn count(&self, operation: &Operation, fault: &Fault) -> u64 {
        let bed = self.begin(operation.is_of_old);
        let counted = self.root.join("count");
        let mut environment = self.environment(fault, 0);
        environment.push(("FAULT_COUNT", counted.display().to_string()));
        let outcome = bed.run(&operation.arguments, &environment);
        assert_eq!(outcome.status, Some(0), "{}: {outcome:?}", operation.name);
        fs::read_to_string(counted).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    }

    fn judge(&self, trial: &Trial) -> Result<(), String> {
        match trial {
            Trial::Fault { operation, fault, nth } => self.judge_fault(operation, fault, *nth),
            Trial::Damage { seed } => self.judge_damage(*seed),
        }
    }

    fn judge_fault(&self, operation: &Operation, fault: &Fault, nth: u64) -> Result<(), String> {
        let bed = self.begin(operation.is_of_old);
        let synced = self.root.join("synced");
        let mut environment = self.environment(fault, nth);
        if fault.loses_unsynced {
            let _ = fs::remove_dir_all(&synced);
            copy(&self.trial(), &synced);
            environment.push(("FAULT_SYNCED", synced.display().to_string()));
        }
        let outcome = bed.run(&operation.arguments, &environment);
        is_in_order(&outcome, fault.error == 0)?;
        if fault.loses_unsynced {
            fs::remove_dir_all(self.trial()).expect("gone");
            fs::rename(&synced, self.trial()).expect("what is left");
            // SQLite makes it anew from its log.
            let _ = fs::remove_file(bed.library().join("library.db-shm"));
        }
        let is_done = outcome.status == Some(0);
        let state = bed.state()?;
        let must_be_there = is_done && (operation.is_synced || !fault.loses_unsynced);
        if must_be_there && state != operation.after {
            return Err(format!("it said that it was done, and left {state:?}: {outcome:?}"));
        }
        let (least, most) = bounds(operation);
        if !(least..=most).contains(&state.articles) {
            return Err(format!("{state:?} is neither before nor after: {outcome:?}"));
        }
        bed.is_whole()?;
        // Once more, and it is as if nothing had happened.
        if state != operation.after {
            let again = bed.run(&operation.arguments, &[]);
            is_in_order(&again, false)?;
            let state = bed.state()?;
            if state != operation.after {
                return Err(format!("done again, it left {state:?}: {again:?}"));
            }
            bed.is_whole()?;
        }
        Ok(())
    }

    /// Damages one file, and looks whether that is found, said, and made good as far as it can be.
    fn judge_damage(&self, seed: u64) -> Result<(), String> {
        let bed = self.begin(false);
        let mut random = Random(seed * 2 + 1);
        let files = files(&bed.library());
        let file = &files[random.below(files.len() as u64)];
        let mut bytes = fs::read(file).expect("a file");
        if bytes.is_empty() {
            return Ok(());
        }
        let at = random.below(bytes.len() as u64);
        match random.below(3) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            _ => {
                let end = (at + 4_096).min(bytes.len());
                bytes[at..end].fill(0xa5);
            }
        }
        fs::write(file, bytes).expect("a damaged file");
        for arguments in [&["stats"][..], &["find", "harbour"], &["show", "3"], &["check"], &["undo"]] {
            is_in_order(&bed.ask(arguments), false).map_err(|why| format!("{}: {why}", file.display()))?;
        }
        let repaired = bed.ask(&["check", "--repair"]);
        is_in_order(&repaired, false)?;
        if repaired.status == Some(0) {
            bed.is_whole().map_err(|why| format!("{} after its repair: {why}", file.display()))?;
        }
        Ok(())
    }
}

/// How many articles may be there, whatever failed.
fn bounds(operation: &Operation) -> (u64, u64) {
    let (before, after) = (operation.before.articles, operation.after.articles);
    (before.min(after), before.max(after))
}

/// No panic, no signal but the one that was sent, and a message wherever something failed.
fn is_in_order(outcome: &Outcome, may_be_killed: bool) -> Result<(), String> {
    const SIGKILL: i32 = 9;
    match (outcome.status, outcome.signal) {
        (None, Some(SIGKILL)) if may_be_killed => Ok(()),
        (Some(0), _) => Ok(()),
        (Some(1 | 3), _)
            if !(outcome.err.contains("bug") || outcome.err.is_empty() && outcome.out.is_empty()) =>
        {
            Ok(())
        }
        _ => Err(format!("{outcome:?}")),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path if path.is_file() => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

fn is_of_share(number: u64, options: &Options) -> bool {
    Random(number.wrapping_mul(2).wrapping_add(options.seed << 20) | 1).below(options.share) == 0
}

fn shuffle(trials: &mut [Trial], seed: u64) {
    let mut random = Random(seed * 2 + 1);
    for at in (1..trials.len()).rev() {
        trials.swap(at, random.below(at as u64 + 1));
    }
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, many: u64) -> usize {
        for _ in 0..3 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
        }
        usize::try_from(self.0 % many.max(1)).unwrap_or(0)
    }
}

fn print(table: &Table, all: usize, options: &Options) {
    println!("{all} trials, seed {}, one of {}:\n", options.seed, options.share);
    println!("| fault | command | tried | passed |\n|---|---|---|---|");
    for ((fault, operation), (tried, passed)) in table {
        println!("| {fault} | {operation} | {tried} | {passed} |");
    }
    let sum = |at: fn(&(u64, u64)) -> u64| table.values().map(at).sum::<u64>();
    println!("| **all** | | {} | {} |", sum(|cell| cell.0), sum(|cell| cell.1));
}

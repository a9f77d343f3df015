//! `dateline man` and `dateline completions`: files that a package installs.

use super::ExitStatus;
use super::output::Output;
use clap::Command;
use clap_complete::Shell;

/// Write the man page
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline man | man -l -
  dateline man > ~/.local/share/man/man1/dateline.1")]
pub struct ManArguments {}

/// Write completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions zsh > ~/.zfunc/_dateline
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
pub struct CompletionArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints one page: the program, then each command with its options.
pub fn man(mut command: Command, output: &mut Output) -> anyhow::Result<ExitStatus> {
    command.build();
    let mut page = Vec::new();
    let whole = clap_mangen::Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    for each in command.get_subcommands().filter(|each| !each.is_hide_set() && each.get_name() != "help") {
        let name = format!("dateline {}", each.get_name());
        page.extend(format!(".SH \"{}\"\n", name.to_uppercase()).bytes());
        let own = clap_mangen::Man::new(each.clone().bin_name(name));
        let mut section = Vec::new();
        own.render_synopsis_section(&mut section)?;
        own.render_description_section(&mut section)?;
        own.render_options_section(&mut section)?;
        own.render_extra_section(&mut section)?;
        // The sections of a command become subsections of the page.
        page.extend(String::from_utf8_lossy(&section).replace(".SH ", ".SS ").bytes());
    }
    whole.render_extra_section(&mut page)?;
    output.text(&String::from_utf8_lossy(&page))?;
    Ok(ExitStatus::Done)
}

/// Prints the completions.
pub fn completions(
    arguments: &CompletionArguments,
    mut command: Command,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "dateline", &mut script);
    output.text(&String::from_utf8_lossy(&script))?;
    Ok(ExitStatus::Done)
}

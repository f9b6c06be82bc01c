//! A wall that takes no time to build, for a program that turns its input into output and needs nothing else.
//!
//! bubblewrap makes a file system and a network for each program, and taking these down makes all others wait. This one makes
//! nothing: our own program is started once more, gives up by Landlock and seccomp what a reader of PDF has no use for, and
//! becomes the reader. What it gave up, nothing that runs in that process has: no files but programs and libraries, no
//! sockets, no other processes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use landlock::{
    ABI, Access as _, AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};

use super::Bounds;

/// The first argument of our own program when it is to become another.
const WORD: &str = "behind-the-fence";
/// Our own program, also when the file that it was started from has been replaced since.
const OURSELVES: &str = "/proc/self/exe";
/// What may be read and run.
const READABLE: [&str; 5] = ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache"];
/// How our program ends if it cannot give everything up, or cannot become the other.
pub const FENCE_FAILED: u8 = 126;

/// Whether our own program can become another.
static IS_READY: OnceLock<()> = OnceLock::new();

/// Says that this program can become another behind the fence, and does so if that is what it was started for.
///
/// Called with the program's arguments at the very start of `main`, before there are threads: what a thread gives up, others keep.
///
/// # Errors
/// Why it could not become the other; it must end then, with [`FENCE_FAILED`].
pub fn fence(arguments: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let mut arguments = arguments.into_iter().skip(1);
    if arguments.next().is_none_or(|first| first != WORD) {
        IS_READY.get_or_init(|| ());
        return Ok(());
    }
    let Err(why) = become_another(&arguments.collect::<Vec<_>>());
    Err(why)
}

/// Says whether our own program can become another.
pub(super) fn is_ready() -> bool {
    IS_READY.get().is_some()
}

/// Returns the command that runs a program behind the fence, without the program.
pub(super) fn command(bounds: Bounds) -> Command {
    let mut command = Command::new(OURSELVES);
    command.arg(WORD);
    command.args(
        [bounds.memory as u64, bounds.output as u64, seconds(bounds.time)].map(|it| it.to_string()),
    );
    command
}

fn seconds(time: Duration) -> u64 {
    time.as_secs().max(1)
}

fn become_another(arguments: &[OsString]) -> Result<Infallible, String> {
    let [memory, output, time, program, rest @ ..] = arguments else {
        return Err("it is not said what to become".to_owned());
    };
    let mut command = Command::new(program);
    command.args(rest);
    let limits = [
        (Resource::Core, 0),
        (Resource::Nofile, 256),
        (Resource::Cpu, number(time)?),
        (Resource::Fsize, number(output)?),
        (Resource::As, number(memory)?),
    ];
    give_up_files().map_err(|why| format!("the files cannot be given up: {why}"))?;
    let calls = calls_left().map_err(|why| format!("no list of calls: {why}"))?;
    for (resource, most) in limits {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).map_err(|why| format!("no limit for {resource:?}: {why}"))?;
    }
    seccompiler::apply_filter(&calls)
        .map_err(|why| format!("the calls cannot be given up: {why}"))?;
    Err(format!("{} cannot be run: {}", Path::new(program).display(), command.exec()))
}

fn number(argument: &OsStr) -> Result<u64, String> {
    argument
        .to_str()
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| format!("it is no number: {}", argument.display()))
}

/// Lets this process read programs and libraries, and no other file by its path.
///
/// The kernel must know Landlock; of what only newer ones know, all is given up that this one does.
fn give_up_files() -> Result<(), landlock::RulesetError> {
    let readable = path_beneath_rules(READABLE, AccessFs::from_read(ABI::V1));
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V6))?;
    ruleset.create()?.add_rules(readable)?.restrict_self().map(drop)
}

/// Returns the calls that stay: those of a program that reads its libraries and turns its input into output.
///
/// Everything else is answered as if the kernel did not know it: sockets, other processes and their memory, new processes,
/// mounts, whatever comes with newer kernels.
fn calls_left() -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        CALLS.iter().map(|call| (*call, Vec::new())).collect();
    // Its own limits alone: they can only be lowered.
    let of_its_own = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, 0)?;
    rules.insert(libc::SYS_prlimit64, vec![SeccompRule::new(vec![of_its_own])?]);
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Errno(libc::ENOSYS.unsigned_abs()),
        SeccompAction::Allow,
        ARCHITECTURE,
    )?;
    filter.try_into()
}

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: TargetArch = TargetArch::x86_64;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: TargetArch = TargetArch::aarch64;
#[cfg(target_arch = "riscv64")]
const ARCHITECTURE: TargetArch = TargetArch::riscv64;

const CALLS: &[i64] = &[
    // Input, output, and libraries.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_openat,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_fcntl,
    libc::SYS_fadvise64,
    libc::SYS_dup,
    // Memory.
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_madvise,
    // To begin and to end.
    libc::SYS_execve,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    // Who and when.
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_arch_prctl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
];

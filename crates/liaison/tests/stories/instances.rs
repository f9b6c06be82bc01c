//! The instances of one service: each is started, killed, and started again; a front sends every connection to one that lives.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So many seconds pass between two kills at most; on a busy machine more, so that each does some work.
pub(crate) const LONGEST: u32 = 6;
/// How long the front waits for somebody to live: longer than any of them takes to start.
const UNTIL_ONE_LIVES: Duration = Duration::from_secs(20);

/// The instances of a service, each at a port of its own.
pub(crate) struct Instances {
    /// The directory of the program, of each one's settings, and of its log.
    top: PathBuf,
    owner: (u32, u32),
    pub(crate) ports: Vec<u16>,
    running: Vec<Mutex<Option<Child>>>,
}

impl Instances {
    pub(crate) fn new(top: &Path, owner: (u32, u32), ports: Vec<u16>) -> Self {
        let running = ports.iter().map(|_| Mutex::new(None)).collect();
        Self { top: top.to_owned(), owner, ports, running }
    }

    /// Returns a call of the program by the user who owns the data.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.top.join("bin/liaison"));
        let (user, group) = self.owner;
        command.args(arguments);
        command.current_dir(&self.top).gid(group).uid(user);
        command
    }

    /// Starts an instance, and waits until it answers.
    pub(crate) fn serve(&self, instance: usize) {
        let listen = format!("127.0.0.1:{}", self.ports[instance]);
        let settings = self.top.join(format!("liaison-{instance}.toml"));
        let mut command = self.program(&["serve", "--listen", &listen, "--config"]);
        command.arg(settings);
        command.env("LIAISON_LOG", "debug").env("LIAISON_LOG_FORMAT", "json");
        let log = self.log(instance);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        *self.running[instance].lock().unwrap() = Some(child);
        let log = std::fs::read_to_string(self.log(instance)).unwrap_or_default();
        assert_eq!(line, format!("Listening on http://{listen}\n"), "{log}");
    }

    /// Kills an instance, as a machine does that loses its power.
    pub(crate) fn kill(&self, instance: usize) {
        let running = self.running[instance].lock().unwrap().take();
        if let Some(mut child) = running {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Returns which process an instance is.
    pub(crate) fn pid(&self, instance: usize) -> u32 {
        let mut running = self.running[instance].lock().unwrap();
        let child = running.as_mut().unwrap();
        assert!(child.try_wait().unwrap().is_none(), "it has died");
        child.id()
    }

    /// Kills all that run.
    pub(crate) fn kill_all(&self) {
        (0..self.ports.len()).for_each(|instance| self.kill(instance));
    }

    /// Where an instance writes its log.
    pub(crate) fn log(&self, instance: usize) -> PathBuf {
        self.top.join(format!("log-{instance}"))
    }

    /// Sends every connection to one of them, in turn; to another where that one does not answer.
    pub(crate) fn behind(self: &Arc<Self>, port: u16) {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let instances = Arc::clone(self);
        let turn = Arc::new(AtomicUsize::new(0));
        // It ends with the process, as the test does.
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (instances, turn) = (Arc::clone(&instances), Arc::clone(&turn));
                std::thread::spawn(move || instances.pass(client, &turn));
            }
        });
    }

    fn pass(&self, client: TcpStream, turn: &AtomicUsize) {
        let begin = Instant::now();
        let server = loop {
            let one = turn.fetch_add(1, Ordering::Relaxed) % self.ports.len();
            match TcpStream::connect(("127.0.0.1", self.ports[one])) {
                Ok(server) => break server,
                Err(_) if begin.elapsed() < UNTIL_ONE_LIVES => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(_) => return,
            }
        };
        let (Ok(from_client), Ok(to_server)) = (client.try_clone(), server.try_clone()) else {
            return;
        };
        let asking = std::thread::spawn(move || carry(from_client, to_server));
        carry(server, client);
        let _ = asking.join();
    }
}

/// Carries bytes until one side ends, and tells the other.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    // Who is gone already need not be told.
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}

/// Kills instances at random instants, and starts each again at once.
pub(crate) struct Killer {
    stop: Sender<()>,
    killing: JoinHandle<usize>,
}

impl Killer {
    /// Begins, with so many seconds between two kills at most; the same seed draws the same instants.
    pub(crate) fn begin(instances: Arc<Instances>, seed: u64, longest: u32) -> Self {
        let (stop, stopped) = channel();
        let killing = std::thread::spawn(move || {
            let mut chance = Chance(seed);
            let (mut kills, mut started) = (0, Duration::ZERO);
            loop {
                let longest = f64::from(longest).max(8.0 * started.as_secs_f64());
                let wait = Duration::from_secs_f64(chance.upto(longest));
                if !matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout)) {
                    return kills;
                }
                // Mostly one of them; at times all, so that for a moment nobody answers.
                let dies = chance.upto(instances.ports.len() as f64) as usize;
                let all = chance.upto(1.0) < 0.1;
                let dying: Vec<usize> =
                    (0..instances.ports.len()).filter(|one| all || *one == dies).collect();
                for instance in &dying {
                    instances.kill(*instance);
                    kills += 1;
                }
                std::thread::sleep(Duration::from_secs_f64(chance.upto(0.2)));
                let begin = Instant::now();
                for instance in dying {
                    instances.serve(instance);
                }
                started = begin.elapsed();
            }
        });
        Self { stop, killing }
    }

    /// Lets everybody live from now on; returns how many were killed.
    ///
    /// # Errors
    /// If one of them could not be started again.
    pub(crate) fn end(self) -> std::thread::Result<usize> {
        // Whoever failed hears nothing any more.
        let _ = self.stop.send(());
        self.killing.join()
    }
}

/// Chance that is drawn again by its seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn upto(&mut self, most: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 * most
    }
}

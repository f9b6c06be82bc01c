//! Opening what a command works with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use operations::{Desk, KnownNames, extend_log, open_log_key};
use store::{Database, Ids, Store};

use crate::failed::Failed;
use crate::progress::Progress;
use crate::settings::Settings;

/// Where the data is: one of the two.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Where {
    /// The settings file (see docs/liaison.toml).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A directory with an embedded database and the files; made if it is absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Where the data is, for what works without any too.
#[derive(Debug, Clone, Args)]
#[group(multiple = false)]
pub(crate) struct WhereIfAny {
    /// The settings file (see docs/liaison.toml).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A directory with an embedded database and the files; made if it is absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl WhereIfAny {
    /// Returns where the data is, if that was said.
    pub(crate) fn place(self) -> Option<Where> {
        let Self { config, data } = self;
        (config.is_some() || data.is_some()).then_some(Where { config, data })
    }
}

impl Where {
    /// Makes a place of one of the two.
    pub(crate) fn new(config: Option<PathBuf>, data: Option<PathBuf>) -> Self {
        Self { config, data }
    }

    /// Reads the settings.
    ///
    /// # Errors
    /// If they cannot be read or used.
    pub(crate) fn settings(&self) -> Result<Settings, Failed> {
        match (&self.config, &self.data) {
            (Some(file), _) => Settings::read(file),
            (None, Some(directory)) => Settings::in_directory(directory),
            (None, None) => {
                Err(Failed::usage("say where the data is: --config FILE or --data DIR"))
            }
        }
    }

    /// Returns the settings file, if there is one.
    pub(crate) fn config(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// Says whether it is the embedded default, which has no address of its own.
    pub(crate) fn is_embedded(&self) -> bool {
        self.config.is_none()
    }

    /// Opens the store with the policy in force.
    ///
    /// # Errors
    /// If settings, policy or store cannot be used.
    pub(crate) async fn desk(&self) -> Result<Desk, Failed> {
        let settings = self.settings()?;
        let policy = settings.policy()?;
        open(&settings, policy).await
    }
}

/// Lets everything that is public enter the tree by which the record is proved, and returns how many leaves that were.
///
/// # Errors
/// If the key of the log is not here, or the store fails.
pub(crate) async fn enter_tree(desk: &Desk) -> Result<u64, Failed> {
    let now = Timestamp::now();
    let key = open_log_key(desk, now).await?;
    let progress = Progress::begin();
    let tell = |leaves| progress.at("entering the tree", leaves, None);
    let entered = extend_log(desk, &key, now, &tell).await;
    progress.end();
    Ok(entered?.leaves)
}

/// Opens the store, making it if it is absent.
///
/// # Errors
/// If it cannot be used.
pub(crate) async fn open(settings: &Settings, policy: rules::Policy) -> Result<Desk, Failed> {
    if let Database::Sqlite(path) = &settings.place.database
        && let Some(directory) = path.parent()
    {
        std::fs::create_dir_all(directory).map_err(|error| {
            let directory = directory.display();
            Failed::because(format!("the directory {directory} cannot be made: {error}"))
        })?;
    }
    Ok(Desk {
        store: Store::open(&settings.place).await?,
        policy: Arc::new(policy),
        ids: Arc::new(Ids::new(rand::random)),
        settings: Arc::new(settings.operations.clone()),
        names: KnownNames::default(),
    })
}

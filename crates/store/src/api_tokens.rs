//! Tokens with which programs act for people.
//!
//! Of a token only its SHA-256 ever comes here.

use jiff::Timestamp;
use rules::{PersonId, Scope};
use sqlx::FromRow;

use crate::decode::{known, some_time, time};
use crate::sessions::minute;
use crate::sql::sql;
use crate::{ApiToken, Fault, Reader, Transaction};

const ONE: &str = "
    select id, person, name, scopes, created_at, expires_at, used_at from api_tokens
    where token_sha256 = $1 and expires_at > $2";

const OF_PERSON: &str = "
    select id, person, name, scopes, created_at, expires_at, used_at from api_tokens
    where person = $1 order by id desc";

const ALL: &str = "
    select id, person, name, scopes, created_at, expires_at, used_at from api_tokens order by person, id desc";

const SAVE: &str = "
    insert into api_tokens (id, token_sha256, person, name, scopes, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7)";

const USED: &str = "
    update api_tokens set used_at = $2 where id = $1 and (used_at is null or used_at < $2)";

const REVOKE: &str = "delete from api_tokens where id = $1 returning person, name";

#[derive(FromRow)]
struct TokenRow {
    id: i64,
    person: i64,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl Reader {
    /// Returns the token with this hash, unless it has expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn api_token(
        &self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<ApiToken>, Fault> {
        let mut connection = self.ask("find a token").await?;
        let found: Option<TokenRow> =
            connection.first(sql(ONE).bind(token_sha256).bind(now)).await?;
        found.map(ApiToken::try_from).transpose()
    }

    /// Returns the tokens of a person, expired ones included, the newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn api_tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, Fault> {
        let mut connection = self.ask("list a person's tokens").await?;
        let rows: Vec<TokenRow> = connection.all(sql(OF_PERSON).bind(person)).await?;
        rows.into_iter().map(ApiToken::try_from).collect()
    }

    /// Returns everybody's tokens, by person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn api_tokens(&self) -> Result<Vec<ApiToken>, Fault> {
        let mut connection = self.ask("list tokens").await?;
        let rows: Vec<TokenRow> = connection.all(sql(ALL)).await?;
        rows.into_iter().map(ApiToken::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a token by its SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_api_token(
        &mut self,
        token_sha256: &str,
        token: &ApiToken,
    ) -> Result<(), Fault> {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.slug()).collect();
        let save = sql(SAVE).bind(token.id).bind(token_sha256).bind(token.person);
        let save = save.bind(&token.name).bind(scopes.join(" ")).bind(token.created_at);
        self.connection.run(save.bind(token.expires_at)).await?;
        Ok(())
    }

    /// Notes that a token was used, to the minute.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn api_token_used(&mut self, id: i64, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(USED).bind(id).bind(minute(now))).await?;
        Ok(())
    }

    /// Revokes a token; returns whose it was and what they called it, if there was one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn revoke_api_token(&mut self, id: i64) -> Result<Option<(PersonId, String)>, Fault> {
        let revoked: Option<(i64, String)> = self.connection.first(sql(REVOKE).bind(id)).await?;
        Ok(revoked.map(|(person, name)| (PersonId(person), name)))
    }
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = Fault;

    fn try_from(row: TokenRow) -> Result<Self, Fault> {
        let scopes = row.scopes.split(' ').filter(|slug| !slug.is_empty());
        let scopes = scopes.map(|slug| known(Scope::from_slug(slug), "scope", slug));
        Ok(Self {
            id: row.id,
            person: PersonId(row.person),
            name: row.name,
            scopes: scopes.collect::<Result<_, _>>()?,
            created_at: time(row.created_at)?,
            expires_at: time(row.expires_at)?,
            used_at: some_time(row.used_at)?,
        })
    }
}

//! Signing in at the organization's own sign-in: whom it lets in, and what it does not believe.

use std::sync::Arc;

use operations::{
    Answer, LetIn, NotLetIn, OpenId, OpenIdFailure, depart_to_openid, return_from_openid,
    session_person,
};
use rules::PersonId;

use crate::provider::{ISSUER, Provider, Wrong};
use crate::sessions::noted;
use crate::signing_in::firefox;
use crate::world::{World, later, now, worlds};

/// A visit that has come as far as the provider.
struct Visit {
    state: String,
    browser: String,
}

/// Somebody before one of the worlds, and the provider.
struct Scene<'w> {
    world: &'w World,
    provider: Arc<Provider>,
    openid: OpenId,
}

impl<'w> Scene<'w> {
    fn new(world: &'w World) -> Self {
        let provider = Provider::new(now());
        let openid = provider.client();
        Self { world, provider, openid }
    }

    async fn depart(&self) -> Result<Visit, OpenIdFailure> {
        let (desk, openid) = (&self.world.desk, &self.openid);
        let departure = depart_to_openid(desk, openid, "/desk/drafts", &firefox(), now()).await?;
        let value = |name: &str| {
            let (_, rest) = departure.url.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().to_owned()
        };
        assert!(departure.url.starts_with("https://login.example.org/auth?"), "{}", departure.url);
        assert_eq!(value("code_challenge_method"), "S256");
        assert_eq!(value("scope"), "openid+email");
        self.provider.say(|says| says.nonce = value("nonce"));
        Ok(Visit { state: value("state"), browser: departure.browser })
    }

    async fn come_back(&self, visit: &Visit) -> Result<LetIn, OpenIdFailure> {
        let answer = Answer {
            state: visit.state.clone(),
            code: "a code".to_owned(),
            issuer: ISSUER.to_owned(),
            ..Answer::default()
        };
        self.come_back_with(&answer, &visit.browser).await
    }

    async fn come_back_with(&self, answer: &Answer, browser: &str) -> Result<LetIn, OpenIdFailure> {
        let (desk, openid) = (&self.world.desk, &self.openid);
        return_from_openid(desk, openid, answer, browser, &firefox(), later(1)).await
    }

    /// Goes there and back, and returns who that is here.
    async fn visits(&self) -> Result<PersonId, OpenIdFailure> {
        let visit = self.depart().await?;
        let let_in = self.come_back(&visit).await?;
        let person = session_person(&self.world.desk, &let_in.token, later(1)).await.unwrap();
        Ok(person.unwrap())
    }

    async fn person(&self, name: &str) -> PersonId {
        self.world.actor(name).await.person.unwrap()
    }

    /// Says how many sessions there are.
    async fn sessions_of(&self, name: &str) -> usize {
        let person = self.person(name).await;
        operations::own_sessions(&self.world.desk, person, "", later(1)).await.unwrap().len()
    }
}

fn refusal(result: Result<PersonId, OpenIdFailure>) -> NotLetIn {
    match result {
        Err(OpenIdFailure::NotLetIn(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_first_visit_binds_the_account_and_a_later_change_of_address_does_not_matter() {
    for world in worlds("openid").await {
        let scene = Scene::new(&world);
        let anna = scene.person("Anna").await;
        let visit = scene.depart().await.unwrap();
        let let_in = scene.come_back(&visit).await.unwrap();
        assert_eq!((let_in.next.as_str(), let_in.has_role), ("/desk/drafts", true));
        assert_eq!(session_person(&world.desk, &let_in.token, later(1)).await.unwrap(), Some(anna));
        let paths = ["/.well-known/openid-configuration", "/jwks", "/token", "/me"];
        assert_eq!(scene.provider.asked(), paths);

        scene.provider.say(|says| says.address = Some("anna.new@example.com".to_owned()));
        assert_eq!(scene.visits().await.unwrap(), anna, "the account is known by now");
        assert_eq!(scene.provider.asked(), ["/token", "/me"], "what it says of itself is kept");
        scene.provider.say(|says| says.verified = Some(false));
        assert_eq!(scene.visits().await.unwrap(), anna);
        insta::assert_debug_snapshot!("openid_noted", noted(&world).await);
    }
}

/// Roles are the directory's alone: who holds none is let in, and told so.
#[tokio::test]
async fn a_person_without_a_role_is_let_in_without_one() {
    for world in worlds("norole").await {
        let scene = Scene::new(&world);
        scene.provider.say(|says| says.address = Some("Hal@Example.org".to_owned()));
        let visit = scene.depart().await.unwrap();
        assert!(!scene.come_back(&visit).await.unwrap().has_role);
        assert_eq!(scene.sessions_of("Hal").await, 1);
    }
}

#[tokio::test]
async fn only_a_verified_address_of_the_directory_lets_in_and_nothing_is_kept_of_others() {
    for world in worlds("verified").await {
        let scene = Scene::new(&world);
        for (verified, address) in [
            (Some(false), Some("anna@example.org")),
            (None, Some("anna@example.org")),
            (Some(true), None),
            (Some(true), Some("stranger@example.com")),
            (Some(true), Some("")),
        ] {
            scene.provider.say(|says| {
                (says.verified, says.address) = (verified, address.map(str::to_owned));
            });
            let why = refusal(scene.visits().await);
            assert!(matches!(why, NotLetIn::NoAddress | NotLetIn::Unknown(_)), "{why:?}");
        }
        assert_eq!(scene.sessions_of("Anna").await, 0);
        scene.provider.say(|says| {
            (says.verified, says.address) = (Some(true), Some("anna@example.org".to_owned()));
        });
        scene.visits().await.unwrap();
    }
}

#[tokio::test]
async fn two_accounts_that_claim_one_person_are_both_named_and_nothing_is_half_done() {
    for world in worlds("conflicts").await {
        let scene = Scene::new(&world);
        let anna = scene.visits().await.unwrap();
        scene.provider.say(|says| says.subject = "anna-2".to_owned());
        let second = refusal(scene.visits().await);
        assert_eq!(second, NotLetIn::SecondAccount(anna, "anna@example.org".to_owned()));
        scene.provider.say(|says| {
            says.subject = "anna-1".to_owned();
            says.address = Some("bo@example.org".to_owned());
        });
        let moved = refusal(scene.visits().await);
        assert_eq!(moved, NotLetIn::BoundToAnother(anna, "bo@example.org".to_owned()));
        assert_eq!((scene.sessions_of("Anna").await, scene.sessions_of("Bo").await), (1, 0));
        scene.provider.say(|says| says.subject = "bo-1".to_owned());
        assert_eq!(scene.visits().await.unwrap(), scene.person("Bo").await, "Bo is free still");
        insta::assert_debug_snapshot!("conflicts_noted", noted(&world).await);
    }
}

#[tokio::test]
async fn a_forged_token_lets_nobody_in() {
    use Wrong::{
        AccessToken, Audience, Expired, Issuer, Key, NoIdToken, Nonce, UnknownCode, UnknownKey,
        Unsigned, UserInfoSubject,
    };
    for world in worlds("forged").await {
        let scene = Scene::new(&world);
        let mut said = Vec::new();
        for wrong in [
            UnknownCode,
            Issuer,
            Audience,
            Nonce,
            Expired,
            Key,
            UnknownKey,
            Unsigned,
            AccessToken,
            UserInfoSubject,
            NoIdToken,
        ] {
            scene.provider.say(|says| says.wrong = wrong);
            let why = refusal(scene.visits().await);
            assert!(matches!(why, NotLetIn::Forged(_)), "{wrong:?}: {why:?}");
            said.push(format!("{wrong:?}: {}", why.note()));
        }
        insta::assert_debug_snapshot!("forged", said);
        assert_eq!(scene.sessions_of("Anna").await, 0);
        scene.provider.say(|says| says.wrong = Wrong::Nothing);
        scene.visits().await.unwrap();
    }
}

#[tokio::test]
async fn an_answer_counts_once_in_the_browser_that_asked_and_for_ten_minutes() {
    for world in worlds("replayed").await {
        let scene = Scene::new(&world);
        let stale = |result| {
            let why = match result {
                Err(OpenIdFailure::NotLetIn(why)) => why,
                other => panic!("{other:?}"),
            };
            assert_eq!(why, NotLetIn::Stale);
        };
        let visit = scene.depart().await.unwrap();
        scene.come_back(&visit).await.unwrap();
        stale(scene.come_back(&visit).await);
        let stolen = scene.depart().await.unwrap();
        let other = scene.depart().await.unwrap();
        let theirs = Visit { state: stolen.state.clone(), browser: other.browser.clone() };
        stale(scene.come_back(&theirs).await);
        stale(scene.come_back(&stolen).await);
        stale(scene.come_back_with(&Answer::default(), "").await);
        let (desk, openid) = (&world.desk, &scene.openid);
        let answer = Answer { state: other.state, code: "c".to_owned(), ..Answer::default() };
        let (visitor, at) = (firefox(), later(11));
        let late = return_from_openid(desk, openid, &answer, &other.browser, &visitor, at);
        stale(late.await);
    }
}

#[tokio::test]
async fn a_provider_that_is_down_or_talks_nonsense_is_told_apart_from_the_person() {
    for world in worlds("down").await {
        let scene = Scene::new(&world);
        let mut said = Vec::new();
        for wrong in [Wrong::Down, Wrong::Nonsense, Wrong::OtherName] {
            scene.provider.say(|says| says.wrong = wrong);
            let Err(OpenIdFailure::NotLetIn(why)) = scene.depart().await else {
                panic!("{wrong:?}")
            };
            assert!(why.is_of_the_provider(), "{wrong:?}");
            said.push(format!("{wrong:?}: {}", why.note()));
        }
        scene.provider.say(|says| says.wrong = Wrong::Nothing);
        for wrong in [Wrong::Down, Wrong::NonsenseToCode] {
            let visit = scene.depart().await.unwrap();
            scene.provider.say(|says| says.wrong = wrong);
            let Err(OpenIdFailure::NotLetIn(why)) = scene.come_back(&visit).await else {
                panic!("{wrong:?}")
            };
            assert!(why.is_of_the_provider(), "{wrong:?}");
            said.push(format!("{wrong:?}: {}", why.note()));
            scene.provider.say(|says| says.wrong = Wrong::Nothing);
        }
        for error in ["access_denied", "temporarily_unavailable", "invalid_scope", "<script>"] {
            let visit = scene.depart().await.unwrap();
            let answer =
                Answer { state: visit.state, error: error.to_owned(), ..Answer::default() };
            let Err(OpenIdFailure::NotLetIn(why)) =
                scene.come_back_with(&answer, &visit.browser).await
            else {
                panic!("{error}")
            };
            said.push(format!("{error}: {}", why.note()));
        }
        let visit = scene.depart().await.unwrap();
        let issuer = "https://evil.example.net".to_owned();
        let answer =
            Answer { state: visit.state, code: "c".to_owned(), issuer, ..Answer::default() };
        let Err(OpenIdFailure::NotLetIn(why)) = scene.come_back_with(&answer, &visit.browser).await
        else {
            panic!("another provider")
        };
        said.push(format!("another provider: {}", why.note()));
        insta::assert_debug_snapshot!("down", said);
        assert_eq!(scene.sessions_of("Anna").await, 0);
    }
}

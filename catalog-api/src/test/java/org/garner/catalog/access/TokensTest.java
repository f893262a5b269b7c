package org.garner.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.garner.catalog.access.Caller.Anybody;
import org.garner.catalog.access.Caller.Bearer;
import org.garner.catalog.store.Publishers;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.ApiTokens;
import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.garner.embedded.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

class TokensTest {
    private static final TestPostgres POSTGRES = migrated();
    private static final JdbcClient JDBC = JdbcClient.create(POSTGRES.dataSource());

    private final ApiTokens table = new ApiTokens(JDBC);
    private long nanos;
    private final Tokens here = tokens("letmein");
    private final Tokens elsewhere = tokens("letmein");

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @BeforeEach
    void forget() {
        JDBC.sql("delete from api_token").update();
    }

    @Test
    void theTokenItselfIsStoredNowhere() {
        var made = here.make(reader("dashboard", null), null, "admin");

        assertThat(made.secret()).matches("garner_[A-Za-z0-9_-]{43}");
        assertThat(JDBC.sql("select t::text from api_token t")
                        .query(String.class)
                        .single())
                .contains(new TokenSecret(made.secret()).hash())
                .doesNotContain(made.secret(), made.secret().substring("garner_".length()));
        assertThat(made.toString()).doesNotContain(made.secret());
    }

    @Test
    void itsBearerHasWhatItGrants() {
        var publisher = new Publishers(JDBC).findOrCreate("Coast Watch");
        var grant = new Grant("ci", Role.EDITOR, publisher.name(), Scope.OPERATE, null);
        var made = here.make(grant, publisher.id(), "admin");

        assertThat(here.bearer(made.secret())).isEqualTo(new Bearer(made.token().id(), grant));
    }

    @Test
    void theAdminTokenIsASysadmin() {
        assertThat(here.bearer("letmein")).isEqualTo(Caller.ADMIN);
        assertThat(tokens("").bearer("")).isInstanceOf(Anybody.class);
    }

    @Test
    void whatIsNoTokenOfOursSaysSo() {
        assertThat(trouble(here, "0b5f2c3e-1f0f-4f5e-9f5c-3a1d2b4c5d6e")).contains("none of this server's");
        assertThat(trouble(here, TokenSecret.fresh().value())).contains("none of this server's");
        assertThat(trouble(tokens(""), "anything")).contains("Set GARNER_ADMIN_TOKEN");
    }

    @Test
    void aRevokedTokenIsWorthNothingHereAtOnceAndElsewhereAfterFiveSeconds() {
        var made = here.make(reader("leaked", null), null, "admin");
        here.bearer(made.secret());
        elsewhere.bearer(made.secret());

        assertThat(here.revoke(made.token().id(), "admin")).isTrue();

        assertThat(trouble(here, made.secret())).startsWith("The token 'leaked' was revoked by admin at ");
        assertThat(elsewhere.bearer(made.secret())).isInstanceOf(Bearer.class);
        nanos += Tokens.BELIEVED.toNanos();
        assertThat(elsewhere.bearer(made.secret())).isInstanceOf(Anybody.class);
        assertThat(here.revoke(made.token().id(), "admin")).isFalse();
    }

    @Test
    void anExpiredTokenIsWorthNothingEvenWhileItIsRemembered() {
        var soon = Instant.now().plus(Duration.ofHours(1));
        var made = here.make(reader("short", soon), null, "admin");
        var later =
                new Tokens(table, new SysadminToken(""), Clock.fixed(soon.plusSeconds(1), ZoneOffset.UTC), () -> nanos);

        assertThat(here.bearer(made.secret())).isInstanceOf(Bearer.class);
        assertThat(trouble(later, made.secret())).startsWith("The token 'short' expired at ");
    }

    @Test
    void theUseOfATokenIsWrittenAtMostOnceAMinute() {
        var made = here.make(reader("busy", null), null, "admin");
        here.bearer(made.secret());
        var first = table.find("busy").orElseThrow().lastUsed();

        nanos += Tokens.BELIEVED.toNanos();
        here.bearer(made.secret());

        assertThat(first).isNotNull();
        assertThat(table.find("busy").orElseThrow().lastUsed()).isEqualTo(first);
        JDBC.sql("update api_token set last_used = now() - interval '61 seconds'")
                .update();
        nanos += Tokens.BELIEVED.toNanos();
        here.bearer(made.secret());
        assertThat(table.find("busy").orElseThrow().lastUsed()).isAfter(first);
    }

    @Test
    void aNameIsTakenAsLongAsItsTokenHolds() {
        var first = here.make(reader("nightly", null), null, "admin");

        assertThatThrownBy(() -> here.make(reader("nightly", null), null, "admin"))
                .isInstanceOf(DuplicateKeyException.class);
        here.revoke(first.token().id(), "admin");
        here.make(reader("nightly", null), null, "admin");
        JDBC.sql("update api_token set expires = now() - interval '1 second' where revoked is null")
                .update();
        var third = here.make(reader("nightly", null), null, "admin");

        assertThat(table.find("nightly").orElseThrow().id())
                .isEqualTo(third.token().id());
        assertThat(table.list(new ApiTokens.Filter(true, null), null, 10)).hasSize(1);
        assertThat(table.list(new ApiTokens.Filter(false, null), null, 10)).hasSize(2);
    }

    private Tokens tokens(String admin) {
        return new Tokens(table, new SysadminToken(admin), Clock.systemUTC(), () -> nanos);
    }

    private static Grant reader(String name, @Nullable Instant expires) {
        return new Grant(name, Role.READER, null, Scope.ALL, expires);
    }

    private static String trouble(Tokens tokens, String given) {
        return String.valueOf(((Anybody) tokens.bearer(given)).trouble());
    }

    private static TestPostgres migrated() {
        var postgres = TestPostgres.create();
        Flyway.configure()
                .dataSource(postgres.dataSource())
                .locations("classpath:db/migration/catalogue")
                .load()
                .migrate();
        return postgres;
    }
}

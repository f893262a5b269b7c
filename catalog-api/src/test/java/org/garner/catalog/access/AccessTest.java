package org.garner.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.access.Permission.CREATE_SOURCE;
import static org.garner.catalog.access.Permission.EDIT_SOURCE;
import static org.garner.catalog.access.Permission.MANAGE_TOKENS;
import static org.garner.catalog.access.Permission.OPERATE_ALL;
import static org.garner.catalog.access.Permission.OPERATE_SOURCE;
import static org.garner.catalog.access.Permission.READ_AUDIT;
import static org.garner.catalog.access.Permission.READ_CATALOGUE;
import static org.garner.catalog.access.Permission.READ_JOBS;
import static org.garner.catalog.access.Permission.READ_PRIVATE;
import static org.garner.catalog.access.Permission.READ_USERS;

import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.garner.catalog.access.Caller.Bearer;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Target OWN = new Target.Source("coast", "coast-watch");
    private static final Target FOREIGN = new Target.Source("roads", "roads-office");
    private static final Target NOBODYS = new Target.Source("stray", null);

    private static final Bearer READER = bearer(Role.READER, null, Scope.ALL);
    private static final Bearer EDITOR = bearer(Role.EDITOR, "coast-watch", Scope.ALL);
    private static final Bearer ADMIN = bearer(Role.ADMIN, "coast-watch", Scope.ALL);

    @Test
    void everybodyReadsTheCatalogueAndNothingElse() {
        assertThat(granted(Caller.ANYBODY, Target.ANYTHING)).containsExactly(READ_CATALOGUE);
        assertThat(granted(new Caller.Anybody("The token has expired."), Target.ANYTHING))
                .containsExactly(READ_CATALOGUE);
    }

    @Test
    void aReaderSeesJobsOfAllPublishers() {
        assertThat(granted(READER, OWN)).containsExactlyInAnyOrder(READ_CATALOGUE, READ_JOBS);
    }

    @Test
    void anEditorRunsAndEditsTheSourcesOfItsPublisher() {
        assertThat(granted(EDITOR, OWN))
                .containsExactlyInAnyOrder(READ_CATALOGUE, READ_JOBS, OPERATE_SOURCE, EDIT_SOURCE, CREATE_SOURCE);
        assertThat(granted(EDITOR, FOREIGN)).containsExactlyInAnyOrder(READ_CATALOGUE, READ_JOBS);
        assertThat(granted(EDITOR, NOBODYS)).containsExactlyInAnyOrder(READ_CATALOGUE, READ_JOBS);
    }

    @Test
    void anAdminAlsoGivesOutTokensOfItsPublisher() {
        assertThat(Access.decide(ADMIN, MANAGE_TOKENS, new Target.Publisher("coast-watch"))
                        .granted())
                .isTrue();
        assertThat(Access.decide(ADMIN, MANAGE_TOKENS, new Target.Publisher("roads-office"))
                        .granted())
                .isFalse();
        assertThat(Access.decide(ADMIN, MANAGE_TOKENS, Target.INSTALLATION).granted())
                .isFalse();
        assertThat(Access.decide(EDITOR, MANAGE_TOKENS, new Target.Publisher("coast-watch"))
                        .granted())
                .isFalse();
    }

    @Test
    void aSysadminMayDoEverything() {
        for (var target : new Target[] {OWN, FOREIGN, NOBODYS, Target.INSTALLATION, Target.ANYTHING}) {
            assertThat(granted(Caller.ADMIN, target)).containsExactlyInAnyOrder(Permission.values());
        }
    }

    @Test
    void aScopeTakesPartOfARoleAway() {
        var reading = bearer(Role.SYSADMIN, null, Scope.READ);
        var operating = bearer(Role.SYSADMIN, null, Scope.OPERATE);

        assertThat(granted(reading, OWN))
                .containsExactlyInAnyOrder(READ_CATALOGUE, READ_JOBS, READ_PRIVATE, READ_USERS, READ_AUDIT);
        assertThat(granted(operating, OWN))
                .containsExactlyInAnyOrder(
                        READ_CATALOGUE, READ_JOBS, READ_PRIVATE, READ_USERS, READ_AUDIT, OPERATE_SOURCE, OPERATE_ALL);
    }

    @Test
    void aNoSaysWhatItTakes() {
        assertThat(reason(Caller.ANYBODY, READ_JOBS, Target.ANYTHING))
                .isEqualTo("To see sources and jobs takes a token. Send it as the header Authorization: Bearer TOKEN.");
        assertThat(reason(READER, OPERATE_SOURCE, OWN))
                .isEqualTo(
                        "To run the jobs of the source coast takes an editor or admin of its publisher coast-watch, or"
                                + " a sysadmin. The token 'test' has the role reader.");
        assertThat(reason(EDITOR, EDIT_SOURCE, NOBODYS))
                .isEqualTo("To edit or delete the source stray takes a sysadmin, because it has no publisher. The token"
                        + " 'test' has the role editor of coast-watch.");
        assertThat(reason(EDITOR, READ_AUDIT, Target.INSTALLATION))
                .isEqualTo("To read the audit trail takes a sysadmin. The token 'test' has the role editor of"
                        + " coast-watch.");
        assertThat(reason(bearer(Role.EDITOR, "coast-watch", Scope.OPERATE), EDIT_SOURCE, OWN))
                .isEqualTo("To edit or delete the source coast takes a token of the scope all; that of 'test' is"
                        + " operate.");
    }

    @Test
    void whetherATokenMayHelpIsToldApart() {
        assertThat(Access.decide(Caller.ANYBODY, READ_JOBS, Target.ANYTHING)).isInstanceOf(Decision.Unknown.class);
        assertThat(Access.decide(READER, EDIT_SOURCE, Target.ANYTHING)).isInstanceOf(Decision.Forbidden.class);
    }

    private static String reason(Caller caller, Permission permission, Target target) {
        return ((Decision.Refusal) Access.decide(caller, permission, target)).reason();
    }

    private static Set<Permission> granted(Caller caller, Target target) {
        return Arrays.stream(Permission.values())
                .filter(permission -> Access.decide(caller, permission, target).granted())
                .collect(Collectors.toSet());
    }

    private static Bearer bearer(Role role, @Nullable String publisher, Scope scope) {
        return new Bearer(UUID.randomUUID(), new Grant("test", role, publisher, scope, null));
    }
}

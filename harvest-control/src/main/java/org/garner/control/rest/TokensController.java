package org.garner.control.rest;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Caller;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.garner.catalog.access.Tokens;
import org.garner.catalog.store.access.ApiToken;
import org.garner.catalog.store.access.ApiTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tokens: {@code /api/v1/tokens}. Admins of a publisher see and make those of their publisher, sysadmins all. */
@RestController
@RequestMapping(Problems.PATH + "/tokens")
class TokensController {
    private final Tokens tokens;
    private final TokenForm form;
    private final Gate gate;
    private final TransactionTemplate transaction;

    TokensController(Tokens tokens, TokenForm form, Gate gate, TransactionTemplate transaction) {
        this.tokens = tokens;
        this.form = form;
        this.gate = gate;
        this.transaction = transaction;
    }

    /** A token that was made: the one answer that has it. */
    record MadeJson(String secret, TokenJson token) {}

    @Needs(Permission.MANAGE_TOKENS)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<MadeJson> make(@RequestBody JsonNode body) {
        var wanted = form.read(new Members(body, TokenForm.MEMBERS), tokens.now());
        var grant = wanted.grant();
        gate.require(Permission.MANAGE_TOKENS, target(grant));
        outlivesNot(grant);
        var made = transaction.<Tokens.Made>execute(status -> {
            try {
                var fresh = tokens.make(grant, wanted.publisher(), name());
                Asked.concerns("token", fresh.token().id());
                return fresh;
            } catch (DuplicateKeyException e) {
                throw new ProblemException(
                        ProblemCode.NAME_TAKEN,
                        "There is a token '%s' already. Nothing was made: choose another name, or revoke that one first."
                                .formatted(grant.name()));
            }
        });
        return ResponseEntity.created(
                        URI.create(Problems.PATH + "/tokens/" + made.token().id()))
                .cacheControl(CacheControl.noStore())
                .body(new MadeJson(made.secret(), TokenJson.of(made.token(), tokens.now())));
    }

    /** Else an admin whose token is about to expire could stay for ever. */
    private void outlivesNot(ApiToken.Grant grant) {
        var end = gate.caller() instanceof Caller.Bearer bearer ? bearer.grant().expires() : null;
        if (end != null && (grant.expires() == null || grant.expires().isAfter(end))) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "A token cannot outlive the one that makes it, which expires at %s. Nothing was made: give an 'expires' that is not later."
                            .formatted(end));
        }
    }

    @Needs(Permission.MANAGE_TOKENS)
    @GetMapping
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable Boolean holding,
            @RequestParam(required = false) @Nullable String publisher,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var own = gate.caller() instanceof Caller.Bearer bearer ? bearer.grant().publisher() : null;
        var of = publisher == null ? own : publisher;
        if (of != null) {
            gate.require(Permission.MANAGE_TOKENS, new Target.Publisher(of));
        }
        var now = tokens.now();
        return Page.of(
                "tokens",
                tokens.list(new ApiTokens.Filter(holding, of), cursor, most + 1),
                most,
                token -> TokenJson.of(token, now),
                ApiToken::id);
    }

    @Needs(Permission.MANAGE_TOKENS)
    @DeleteMapping("/{token}")
    TokenJson revoke(@PathVariable String token) {
        var found = tokens.find(token)
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no such token. It is named by its id or its name, not by the token itself."));
        gate.require(Permission.MANAGE_TOKENS, target(found.grant()));
        Asked.concerns("token", found.id());
        Asked.note("name", found.grant().name());
        if (!tokens.revoke(found.id(), name())) {
            throw new ProblemException(
                    ProblemCode.TOKEN_REVOKED,
                    "The token '%s' was revoked by %s at %s. There is nothing to revoke."
                            .formatted(found.grant().name(), found.revokedBy(), found.revoked()));
        }
        return TokenJson.of(tokens.find(found.id().toString()).orElse(found), Instant.now());
    }

    private static Target target(ApiToken.Grant grant) {
        var publisher = grant.publisher();
        return publisher == null ? Target.INSTALLATION : new Target.Publisher(publisher);
    }

    /** Who makes or revokes. */
    private String name() {
        return gate.caller() instanceof Caller.Bearer bearer ? bearer.grant().name() : "nobody";
    }
}

package org.garner;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.garner.client.AccessToken;
import org.garner.client.TokensClient;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.garner.console.ServerOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code garner token}: who else may speak to a server. */
@Command(
        name = "token",
        description = "Makes, lists and revokes tokens, by which people and programs speak to a server.")
final class TokenCommand implements Runnable {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([hdwmy])");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: create, list or revoke");
    }

    @Command(
            name = "create",
            description = {
                "Makes a token and prints it on stdout, this once: the server keeps a hash of it only.",
                "A reader sees sources and jobs; an editor also runs and edits the sources of one publisher; an admin"
                        + " also makes tokens for it; a sysadmin may do everything."
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "What it is called in lists and in the audit trail.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "R",
                            description = "reader, editor, admin or sysadmin.")
                    String role,
            @Option(
                            names = "--publisher",
                            paramLabel = "P",
                            description = "Id or name of the publisher that an editor or admin works for.")
                    @Nullable
                    String publisher,
            @Option(
                            names = "--scope",
                            paramLabel = "S",
                            description =
                                    "How much of the role it may use: read, operate (also start and end jobs) or all;"
                                            + " by default all.")
                    @Nullable
                    String scope,
            @Option(
                            names = "--expires",
                            paramLabel = "WHEN",
                            description =
                                    "From when on it is worth nothing: a span such as 12h, 90d, 6m or 1y, a date or a"
                                            + " time; by default never.")
                    @Nullable
                    String expires,
            @Option(names = "--json", description = "Prints the server's answer as JSON.") boolean json,
            @Mixin ServerOption server) {
        var end = expires == null ? null : expiry(expires, Instant.now());
        try (var client = new TokensClient(server.open())) {
            var made = client.make(name, role, publisher, scope, end);
            var out = spec.commandLine().getOut();
            out.println(json ? JsonMapper.shared().writeValueAsString(made) : made.secret());
            spec.commandLine()
                    .getErr()
                    .printf(
                            "%s: %s. Keep the token now: nobody sees it again.%n",
                            made.token().name(), described(made.token()));
            return ExitCode.CLEAN;
        }
    }

    @Command(name = "list", description = "Lists tokens, the newest first; never the tokens themselves.")
    int list(
            @Option(names = "--all", description = "Also those that expired or were revoked.") boolean all,
            @Option(names = "--json", description = "Prints one JSON object a line.") boolean json,
            @Mixin ServerOption server) {
        try (var client = new TokensClient(server.open())) {
            var tokens = client.list(all);
            print(tokens, json, spec.commandLine().getOut());
            if (!json) {
                var count = tokens.size();
                spec.commandLine()
                        .getErr()
                        .printf(
                                "%d token%s%s%n",
                                count, count == 1 ? "" : "s", all ? "" : " that hold" + (count == 1 ? "s" : ""));
            }
            return ExitCode.CLEAN;
        }
    }

    @Command(name = "revoke", description = "Revokes a token, at once; in other processes within five seconds.")
    int revoke(
            @Parameters(paramLabel = "NAME|ID", description = "The name or id of the token.") String token,
            @Mixin ServerOption server) {
        try (var client = new TokensClient(server.open())) {
            var revoked = client.revoke(token);
            spec.commandLine().getErr().printf("%s (%s) is revoked.%n", revoked.name(), revoked.id());
            return ExitCode.CLEAN;
        }
    }

    private static void print(List<AccessToken> tokens, boolean json, PrintWriter out) {
        if (json) {
            tokens.forEach(token -> out.println(JsonMapper.shared().writeValueAsString(token)));
            return;
        }
        var width =
                tokens.stream().mapToInt(token -> token.name().length()).max().orElse(1);
        for (var token : tokens) {
            out.printf(
                    "%s  %-" + width + "s  %-8s  %s, %s%n",
                    token.id(),
                    token.name(),
                    token.state(),
                    described(token),
                    token.lastUsed() == null ? "never used" : "last used " + token.lastUsed());
        }
    }

    private static String described(AccessToken token) {
        return "%s%s, scope %s, %s"
                .formatted(
                        token.role(),
                        token.publisher() == null ? "" : " of " + token.publisher(),
                        token.scope(),
                        token.expires() == null ? "does not expire" : "expires " + token.expires());
    }

    /** The time that a span, date or time means. */
    static Instant expiry(String typed, Instant now) {
        var span = SPAN.matcher(typed);
        if (span.matches()) {
            var unit = switch (span.group(2)) {
                case "h" -> ChronoUnit.HOURS;
                case "d" -> ChronoUnit.DAYS;
                case "w" -> ChronoUnit.WEEKS;
                case "m" -> ChronoUnit.MONTHS;
                default -> ChronoUnit.YEARS;
            };
            return now.atOffset(ZoneOffset.UTC)
                    .plus(Long.parseLong(span.group(1)), unit)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toInstant();
        }
        try {
            return typed.contains("T")
                    ? OffsetDateTime.parse(typed).toInstant()
                    : LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw CommandException.wrongUsage(
                    "--expires is a span such as 90d, a date such as 2027-01-31, or a time such as 2027-01-31T08:00:00Z, but was '%s'"
                            .formatted(typed));
        }
    }
}

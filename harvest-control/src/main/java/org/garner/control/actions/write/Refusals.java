package org.garner.control.actions.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.garner.catalog.api.RefusedException;
import org.garner.control.rest.ProblemException;

/** What job control says when it does not do something, as CKAN's clients know it: by type of error, and by the names that CKAN has for members. */
final class Refusals {
    private static final Map<String, String> IN_CKAN =
            Map.of("type", "source_type", "publisher", "owner_org", "active", "state");
    private static final String CONFIG = "Error parsing the configuration options: ";

    private Refusals() {}

    /** @param subject the parameter to blame when the problem names none */
    static RefusedException of(ProblemException problem, String subject) {
        var said = String.valueOf(problem.getMessage());
        return switch (problem.code()) {
            case NOT_FOUND -> RefusedException.notFound(clause(said));
            case FORBIDDEN, UNAUTHORIZED -> RefusedException.notAllowed(said);
            case INVALID_BODY -> RefusedException.invalid(fields(problem, subject));
            case NAME_TAKEN -> RefusedException.invalid("name", "That URL is already in use. " + said);
            case SOURCE_EXISTS ->
                RefusedException.invalid("url", "There already is a Harvest Source for this URL (& config): " + said);
            // In CKAN an exception that its API does not know: clients see "Internal Server Error" and no reason.
            case JOB_OPEN ->
                RefusedException.invalid(subject, "There already is an unrun job for this source. " + said);
            default -> RefusedException.invalid(subject, said);
        };
    }

    private static Map<String, List<String>> fields(ProblemException problem, String subject) {
        var fields = new LinkedHashMap<String, List<String>>();
        if (problem.members().get("errors") instanceof List<?> errors) {
            for (var error : errors) {
                if (error instanceof Map<?, ?> one) {
                    var member = String.valueOf(one.get("member"));
                    fields.put(
                            IN_CKAN.getOrDefault(member, member),
                            List.of(message(member, String.valueOf(one.get("message")))));
                }
            }
        }
        return fields.isEmpty() ? Map.of(subject, List.of(String.valueOf(problem.getMessage()))) : fields;
    }

    private static String message(String member, String message) {
        return member.equals("config") && !message.startsWith(CONFIG) ? CONFIG + message : message;
    }

    /** A sentence as the clause that follows CKAN's "Not found: ". */
    private static String clause(String sentence) {
        var text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}

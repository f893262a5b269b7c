package org.garner.control.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.garner.catalog.access.Permission;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The description of this endpoint as OpenAPI 3.1; a test keeps it and the endpoint the same. Needs no token. */
@RestController
@RequestMapping(Problems.PATH)
class OpenApiController {
    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    private final String yaml;
    private final String json;

    OpenApiController(JsonMapper mapper) {
        try {
            yaml = new ClassPathResource("openapi.yaml", OpenApiController.class)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The description of the endpoint is missing on the class path", e);
        }
        json = mapper.writeValueAsString(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(yaml));
    }

    @Needs(Permission.READ_CATALOGUE)
    @GetMapping("/openapi.json")
    ResponseEntity<String> json() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
    }

    @Needs(Permission.READ_CATALOGUE)
    @GetMapping("/openapi.yaml")
    ResponseEntity<String> yaml() {
        return ResponseEntity.ok().contentType(YAML).body(yaml);
    }
}

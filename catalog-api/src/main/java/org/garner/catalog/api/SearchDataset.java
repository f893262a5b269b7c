package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** The search of the API's first versions, under its old names for things. */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {RequestMethod.GET, RequestMethod.OPTIONS},
        allowedHeaders = {"X-CKAN-API-KEY", "Authorization", "Content-Type"})
class SearchDataset {

    private final Answering answering;
    private final SearchAnswers answers;

    SearchDataset(Answering answering, SearchAnswers answers) {
        this.answering = answering;
        this.answers = answers;
    }

    @GetMapping("/api/3/search/dataset")
    void inEnvelope(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, Answering.Form.IN_ENVELOPE);
    }

    @GetMapping({"/api/search/dataset", "/api/1/search/dataset", "/api/2/search/dataset"})
    void bare(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, Answering.Form.BARE);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Answering.Form form)
            throws IOException {
        answering.answer(
                request,
                response,
                PackageSearch.NAME,
                form,
                (parameters, result) -> answers.answer(OldSearch.translated(parameters), true, result));
    }
}

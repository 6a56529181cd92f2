/* SPDX-License-Identifier: MIT */
/* Published figures, and a run that tries them out. */
#include "tests/unit/tutorial_fixture.h"

#include "tests/fixture_run.h"
#include "tests/unit/report_place.h"

const char tutorial_good[] =
    "{\"title\": \"A talk\", \"site\": \"Somewhere\", \"author\": \"A *speaker*\",\n"
    " \"language\": \"Python\", \"url\": \"https://example.org/\",\n"
    " \"date\": \"2020\", \"conditions\": \"one *machine*\", \"tables\": [\n"
    "  {\"title\": \"Find\", \"what\": \"the first hit\", \"rows\": [\n"
    "   {\"label\": \"find\", \"said\": \"an order of magnitude\", \"unit\": \"seconds\",\n"
    "    \"regular\": {\"label\": \"read()\", \"values\": [0.02, 0.03, 0.01]},\n"
    "    \"mmap\": {\"label\": \"mmap.find()\", \"values\": [0.005]},\n"
    "    \"claimed\": null, \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0,\n"
    "    \"small\": {\"dataset\": \"text-1M\", \"draws\": 0},\n"
    "    \"c\": {\"regular\": \"read\", \"mmap\": \"mmap\"},\n"
    "    \"python\": {\"regular\": \"snake-text\", \"mmap\": \"snake-mmap\"}},\n"
    "   {\"label\": \"memory\", \"said\": null, \"unit\": \"bytes of memory\",\n"
    "    \"regular\": {\"label\": \"read()\", \"values\": [12000000]},\n"
    "    \"mmap\": {\"label\": \"mmap\", \"values\": [180000000]},\n"
    "    \"claimed\": null, \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0, \"small\": null,\n"
    "    \"c\": {\"regular\": \"read\", \"mmap\": \"mmap\"}, \"python\": null,\n"
    "    \"as_published\": {\"regular\": \"read\", \"mmap\": \"chunk\"}},\n"
    "   {\"label\": \"hint\", \"said\": \"2 to 3 times faster\", \"unit\": \"seconds\",\n"
    "    \"regular\": null, \"mmap\": null,\n"
    "    \"claimed\": [2, 3], \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0, \"small\": null,\n"
    "    \"c\": {\"regular\": \"mmap\", \"mmap\": \"mmap-random\"}, \"python\": null,\n"
    "    \"differs\": \"another *disk*\"},\n"
    "   {\"label\": \"scaling\", \"said\": null, \"unit\": \"operations per second\",\n"
    "    \"regular\": {\"label\": \"pread\", \"values\": [25000]},\n"
    "    \"mmap\": {\"label\": \"mmap\", \"values\": [38000]},\n"
    "    \"claimed\": null, \"missing\": \"needs 100 threads\"}],\n"
    "   \"ablation\": [{\"what\": \"laziness\", \"from\": \"read\", \"to\": \"chunk\"},\n"
    "              {\"what\": \"mapping\", \"from\": \"chunk\", \"to\": \"mmap\"},\n"
    "              {\"what\": \"decoding\", \"from\": \"snake-text\", \"to\": \"read\"}]}],\n"
    " \"sentences\": [\n"
    "  {\"said\": \"flock helps\", \"trial\": \"flock\", \"missing\": null},\n"
    "  {\"said\": \"it is private\", \"trial\": \"private\", \"missing\": null},\n"
    "  {\"said\": \"it is cold\", \"trial\": \"slice\", \"missing\": null},\n"
    "  {\"said\": \"snakes bite\", \"trial\": \"snakes\", \"missing\": null},\n"
    "  {\"said\": \"nothing is gained\", \"trial\": null, \"missing\": \"needs time\"}]}\n";

int tutorial_read_text(const char *text, struct published *ret, struct published_error *error)
{
    char *folder = test_folder(), *path = path_in(folder, "one.json");
    test_write(path, text, strlen(text));
    int r = published_read(ret, folder, error);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(path);
    free(folder);
    return r;
}

struct published tutorial_read_good(void)
{
    struct published p;
    struct published_error error;
    if (tutorial_read_text(tutorial_good, &p, &error) != 0)
        fail_msg("%s", error.message);
    return p;
}

struct published tutorial_read_ours(void)
{
    struct published p;
    struct published_error error;
    char *folder = test_source("results/published");
    if (published_read(&p, folder, &error) != 0)
        fail_msg("%s", error.message);
    free(folder);
    return p;
}

enum { ROUNDS = 8 };

void tutorial_add_case(struct run *r, const char *method, double ms, double file_bytes)
{
    static const double weather[ROUNDS] = { 1, 1.5, 1.1, 2, 1, 1.2, 1.3, 1 };
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = 1e6 * ms * weather[i] * (1 + 0.01 * (double)(i * strlen(method) % 5));
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .status = CASE_OK,
                                                .wall_ns = wall_ns,
                                                .count = ROUNDS,
                                                .file_bytes = file_bytes });
}

struct run tutorial_run_of_good(void)
{
    static const char *const none[] = { NULL };
    struct run r = fixture_run(
        &(struct fixture_options){ .methods = none, .warm_only = true, .rounds = ROUNDS });
    fixture_text(r.suite, "tutorial");
    tutorial_add_case(&r, "read", 12, 1 << 20);
    tutorial_add_case(&r, "chunk", 3, 1 << 20);
    tutorial_add_case(&r, "mmap", 2, 64 << 20);
    tutorial_add_case(&r, "mmap-random", 1.99, 64 << 20);
    return r;
}

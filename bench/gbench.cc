/* SPDX-License-Identifier: MIT */
/*
 * gbench.h on Google Benchmark (1.7.1 and later), the only C++ of the project.
 *
 * The trap: the library is lenient. It runs on after a value it refuses, answers
 * a wrong choice with its help and exit 0, aborts where a debug build (Debian's)
 * checks itself, prints NaN into its JSON, and hangs "/iterations:1/manual_time" on
 * names, so that no filter can end in '$'. So flags are checked before it sees them, a
 * state is kept in step with its checks, cases are chosen by the names that they were
 * registered under, and reports go through class tidy.
 */
#include "gbench.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace
{

enum phase { READY, RUNNING, PAUSED, DONE };

enum result { SUCCEEDED, SKIPPED, FAILED };

struct benchmark_case {
    std::string name;
    gbench_definition definition;
    enum result result;
    std::string message; /* why it failed or was skipped */
};

/* The library's registry is one per process, so this is too. */
struct {
    std::deque<benchmark_case> cases;  /* never moved: the library holds references */
    std::deque<std::string> arguments; /* as handed to the library */
    std::map<std::string, std::string> flags;
    std::string executable;
    struct gbench_counts counts;
    bool write_failed;
} process;

} // namespace

struct gbench_state {
    benchmark::State &library;
    benchmark_case &of;
    phase now;
    int64_t finished; /* iterations before it failed */
};

namespace
{

/* The one way in for whatever can throw: no exception gets out. */
template <typename function> auto guarded(function call) noexcept
{
    return call();
}

/* ---- text that JSON can hold ---- */

/* Bytes of the UTF-8 character at text; 0 if it is none. */
size_t character_bytes(const char *text)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned lead = (unsigned char)text[0];
    if (lead < 0x80)
        return 1;
    const size_t bytes = lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    uint32_t code = lead & 0x7f >> bytes;
    for (size_t i = 1; i < bytes; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (text[i] & 0x3f);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < smallest[bytes] || code > 0x10ffff || surrogate ? 0 : bytes;
}

bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* A copy with '?' for control bytes and for what is not UTF-8. */
std::string clean(const char *text)
{
    std::string out;
    while (text && *text) {
        const size_t bytes = is_control(*text) ? 0 : character_bytes(text);
        out.append(bytes ? text : "?", bytes ? bytes : 1);
        text += bytes ? bytes : 1;
    }
    return out;
}

/* ---- flags ---- */

/* 1.8.0 brought State::skipped() and "2.5s" and "100x" for --benchmark_min_time. */
template <typename state, typename = void> struct knows_skipped : std::false_type {
};
template <typename state>
struct knows_skipped<state, std::void_t<decltype(std::declval<state>().skipped())>>
    : std::true_type {
};
constexpr bool since_1_8 = knows_skipped<benchmark::State>::value;

bool is_count(const std::string &text)
{
    char *end;
    errno = 0;
    const long count = strtol(text.c_str(), &end, 10);
    return end != text.c_str() && !*end && !errno && count >= 1 && count <= INT32_MAX;
}

bool is_seconds(const std::string &text)
{
    char *end;
    const double seconds = strtod(text.c_str(), &end);
    return end != text.c_str() && !*end && std::isfinite(seconds) && seconds >= 0;
}

bool is_min_time(const std::string &text)
{
    if (is_seconds(text) || text.empty() || !since_1_8)
        return is_seconds(text);
    const std::string number = text.substr(0, text.size() - 1);
    return text.back() == 'x' ? is_count(number) : text.back() == 's' && is_seconds(number);
}

bool is_regex(const std::string &text)
{
    const bool negative = !text.empty() && text[0] == '-';
    try {
        std::regex parsed(text.c_str() + negative);
        return clean(text.c_str()) == text;
    } catch (const std::regex_error &) {
        return false;
    }
}

bool is_context(const std::string &text)
{
    std::istringstream pairs(text);
    std::string pair;
    while (std::getline(pairs, pair, ',')) {
        const size_t equals = pair.find('=');
        if (equals == 0 || equals >= pair.size() - 1 || equals != pair.rfind('='))
            return false;
    }
    return clean(text.c_str()) == text;
}

#define GBENCH_BOOL "one of true false yes no on off t f y n 1 0"
#define GBENCH_FORMAT "one of console json csv"

/* Flags whose value can be wrong. Without a function, `wanted` lists what is right. */
const struct flag {
    const char *name;
    const char *wanted;
    bool (*valid)(const std::string &value);
} flags[] = {
    { "benchmark_color", "one of auto true false yes no on off t f y n 1 0", nullptr },
    { "benchmark_context", "key=value,... in plain text", is_context },
    { "benchmark_counters_tabular", GBENCH_BOOL, nullptr },
    { "benchmark_display_aggregates_only", GBENCH_BOOL, nullptr },
    { "benchmark_dry_run", GBENCH_BOOL, nullptr },
    { "benchmark_filter", "a regular expression", is_regex },
    { "benchmark_enable_random_interleaving", GBENCH_BOOL, nullptr },
    { "benchmark_format", GBENCH_FORMAT, nullptr },
    { "benchmark_list_tests", GBENCH_BOOL, nullptr },
    { "benchmark_min_time", since_1_8 ? "seconds or <iterations>x" : "seconds", is_min_time },
    { "benchmark_min_warmup_time", "seconds", is_seconds },
    { "benchmark_out_format", GBENCH_FORMAT, nullptr },
    { "benchmark_repetitions", "a whole number from 1", is_count },
    { "benchmark_report_aggregates_only", GBENCH_BOOL, nullptr },
    { "benchmark_time_unit", "one of ns us ms s", nullptr },
};

bool is_valid(const flag &flag, const std::string &value)
{
    if (flag.valid)
        return flag.valid(value);
    std::istringstream choices(flag.wanted);
    const std::istream_iterator<std::string> first(choices), end;
    return std::find(std::next(first, 2), end, value) != end; /* "one", "of" */
}

const flag *find_flag(const std::string &name)
{
    for (const flag &flag : flags)
        if (name == flag.name)
            return &flag;
    return nullptr;
}

std::string environment_name(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(), toupper);
    return name;
}

int refuse(const std::string &what, const std::string &why)
{
    fprintf(stderr, "gbench: %s: %s\n", clean(what.c_str()).c_str(), why.c_str());
    return -1;
}

/* The library reads every flag from the environment too: BENCHMARK_FORMAT=json. */
int check_environment(void)
{
    for (const flag &flag : flags) {
        const std::string name = environment_name(flag.name);
        const char *value = getenv(name.c_str());
        if (value && !is_valid(flag, value))
            return refuse(name + "=" + value, std::string("wants ") + flag.wanted);
    }
    return 0;
}

/* With or without the unit, as the library at hand likes it. */
std::string tidy_min_time(const std::string &text)
{
    if (since_1_8)
        return is_seconds(text) ? text + "s" : text;
    const bool unit = !text.empty() && text.back() == 's';
    return unit ? text.substr(0, text.size() - 1) : text;
}

/* Checks one --benchmark_ argument, and rewrites it where the library is picky. */
int check_argument(std::string &argument)
{
    const size_t equals = argument.find('=');
    const bool bare = equals == std::string::npos;
    const std::string name = argument.substr(2, bare ? equals : equals - 2);
    std::string value = bare ? "true" : argument.substr(equals + 1);
    if (name == "benchmark_min_time")
        value = tidy_min_time(value);

    const flag *flag = find_flag(name);
    if (flag && !is_valid(*flag, value))
        return refuse(argument, std::string("wants ") + flag->wanted);
    if (!bare)
        argument = "--" + name + "=" + value;
    process.flags[name] = value;
    return 0;
}

bool is_ours(const char *argument)
{
    return std::string(argument).rfind("--benchmark_", 0) == 0;
}

int init(int *argc, char **argv)
{
    if (check_environment() != 0)
        return -1;
    for (int i = 1; i < *argc; i++) {
        if (!is_ours(argv[i]))
            continue;
        process.arguments.push_back(argv[i]);
        if (check_argument(process.arguments.back()) != 0)
            return -1;
        argv[i] = process.arguments.back().data();
    }
    benchmark::Initialize(argc, argv);
    argv[*argc] = nullptr; /* which the library leaves out */
    for (int i = 1; i < *argc; i++)
        if (is_ours(argv[i]))
            return refuse(argv[i], "Google Benchmark does not know this flag or value");

    process.executable = clean(*argc > 0 ? argv[0] : "unknown");
    benchmark::BenchmarkReporter::Context::executable_name = process.executable.c_str();
    return 0;
}

std::string flag_value(const char *name, const char *otherwise)
{
    const auto given = process.flags.find(name);
    if (given != process.flags.end())
        return given->second;
    const char *value = getenv(environment_name(name).c_str());
    return value ? value : otherwise;
}

/* ---- cases ---- */

/*
 * Debug builds of the library abort unless all repetitions report the same number of
 * iterations, so a case that ended before its loop still has to enter it.
 */
void leave(gbench_state *state)
{
    state->now = DONE;
    state->library.SkipWithError(state->of.message.c_str());
    if (state->library.iterations() == 0)
        state->library.KeepRunning();
}

void give_up(gbench_state *state, result why, const char *message)
{
    if (state->of.result != SUCCEEDED)
        return;
    state->finished = gbench_iterations(state);
    state->of.result = why;
    state->of.message = clean(message);
    leave(state);
}

/* A failed case is not run again: 1.7.1 crashes if its first repetition alone failed. */
void run_case(benchmark::State &library, benchmark_case &of)
{
    gbench_state state = { library, of, READY, 0 };
    if (of.result != SUCCEEDED)
        return leave(&state);
    of.definition.run(&state, of.definition.user_data);
    if (state.now != DONE)
        give_up(&state, FAILED, "the callback returned before gbench_keep_running() was false");
}

bool can_register(const char *name, const gbench_definition *d)
{
    return name && *name && d && d->run && d->iterations >= 0 && d->min_time_s >= 0 &&
           std::isfinite(d->min_time_s) && d->clock >= GBENCH_CLOCK_REAL &&
           d->clock <= GBENCH_CLOCK_MANUAL && d->unit >= GBENCH_NANOSECOND &&
           d->unit <= GBENCH_SECOND && (d->clock != GBENCH_CLOCK_MANUAL || d->iterations > 0);
}

void hand_over(benchmark_case &of)
{
    static const benchmark::TimeUnit units[] = { benchmark::kNanosecond,
                                                 benchmark::kMicrosecond,
                                                 benchmark::kMillisecond, benchmark::kSecond };
    const gbench_definition &d = of.definition;
    of.result = SUCCEEDED;
    auto *registered = benchmark::RegisterBenchmark(
        of.name.c_str(), [&of](benchmark::State &library) { run_case(library, of); });
    registered->Unit(units[d.unit]);
    if (d.iterations > 0)
        registered->Iterations(d.iterations);
    else if (d.min_time_s > 0)
        registered->MinTime(d.min_time_s);
    if (d.clock == GBENCH_CLOCK_REAL)
        registered->UseRealTime();
    else if (d.clock == GBENCH_CLOCK_MANUAL)
        registered->UseManualTime();
    else
        registered->MeasureProcessCPUTime();
}

/* As the library reads --benchmark_filter: "" and "all" are all, "-X" is all but X. */
std::vector<benchmark_case *> choose_cases(void)
{
    std::string filter = flag_value("benchmark_filter", "all");
    const bool negative = !filter.empty() && filter[0] == '-';
    if (negative)
        filter.erase(0, 1);
    const bool all = filter.empty() || filter == "all";
    const std::regex wanted(all ? "" : filter);
    std::vector<benchmark_case *> chosen;
    for (benchmark_case &of : process.cases)
        if (std::regex_search(of.name, wanted) != negative)
            chosen.push_back(&of);
    return chosen;
}

/* ---- the run ---- */

/*
 * What a reporter of the library sees: names without what the library hung on them, and
 * figures that are numbers (1.7.1 makes NaN out of rates and of cv's of zeros).
 */
class tidy : public benchmark::BenchmarkReporter
{
  public:
    explicit tidy(benchmark::BenchmarkReporter *inner) : inner(inner)
    {
    }

    bool ReportContext(const Context &context) override
    {
        inner->SetOutputStream(&GetOutputStream());
        inner->SetErrorStream(&GetErrorStream());
        return inner->ReportContext(context);
    }

    void ReportRuns(const std::vector<Run> &runs) override
    {
        std::vector<Run> tidied = runs;
        for (Run &run : tidied)
            tidy_run(run);
        inner->ReportRuns(tidied);
    }

    void Finalize() override
    {
        inner->Finalize();
        if (!GetOutputStream().flush())
            process.write_failed = true;
    }

  private:
    benchmark::BenchmarkReporter *inner;

    static void tidy_run(Run &run)
    {
        run.run_name.iterations.clear();
        run.run_name.min_time.clear();
        run.run_name.time_type.clear();
        for (double *time : { &run.real_accumulated_time, &run.cpu_accumulated_time })
            if (!std::isfinite(*time))
                *time = 0;
        for (auto at = run.counters.begin(); at != run.counters.end();)
            at = std::isfinite(at->second.value) ? std::next(at) : run.counters.erase(at);
    }
};

/* A plain pointer until 1.9.5, an owned one after; kept, so that a second run works. */
benchmark::BenchmarkReporter *display_reporter(void)
{
    using reporter = std::unique_ptr<benchmark::BenchmarkReporter>;
    static auto *const kept = reporter(benchmark::CreateDefaultDisplayReporter()).release();
    return kept;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" /* the library's word on CSV */
std::unique_ptr<benchmark::BenchmarkReporter> file_reporter(void)
{
    using reporter = std::unique_ptr<benchmark::BenchmarkReporter>;
    const std::string format = flag_value("benchmark_out_format", "json");
    if (flag_value("benchmark_out", "").empty())
        return nullptr;
    if (format == "console")
        return reporter(new benchmark::ConsoleReporter(benchmark::ConsoleReporter::OO_None));
    if (format == "csv")
        return reporter(new benchmark::CSVReporter);
    return reporter(new benchmark::JSONReporter);
}
#pragma GCC diagnostic pop

void run_cases(const std::vector<benchmark_case *> &chosen)
{
    const auto file = file_reporter();
    tidy shown(display_reporter()), filed(file.get());
    benchmark::ClearRegisteredBenchmarks();
    for (benchmark_case *of : chosen)
        hand_over(*of);
    benchmark::RunSpecifiedBenchmarks(&shown, file ? &filed : nullptr, ".");
}

void list_cases(const std::vector<benchmark_case *> &chosen)
{
    for (const benchmark_case *of : chosen)
        std::cout << of->name << "\n";
}

bool lists_only(void)
{
    static const flag list = { "benchmark_list_tests", "one of true yes on t y 1", nullptr };
    return is_valid(list, flag_value(list.name, "false"));
}

/* What went wrong, one line each; the exit status. */
int tell_failures(const std::vector<benchmark_case *> &chosen)
{
    const benchmark_case *first = nullptr;
    for (const benchmark_case *of : chosen) {
        process.counts.failed += of->result == FAILED;
        if (of->result == FAILED && !first)
            first = of;
    }
    if (first)
        fprintf(stderr, "gbench: %zu of %zu cases failed; %s: %s\n", process.counts.failed,
                process.counts.matched, first->name.c_str(), first->message.c_str());
    if (process.write_failed)
        fprintf(stderr, "gbench: the report could not be written\n");
    return first || process.write_failed;
}

int run_all(void)
{
    process.write_failed = false;
    const std::vector<benchmark_case *> chosen = choose_cases();
    process.counts = { chosen.size(), 0 };
    if (chosen.empty()) {
        refuse("--benchmark_filter=" + flag_value("benchmark_filter", "all"),
               "matches no case; see --benchmark_list_tests");
        return 1;
    }
    if (lists_only())
        list_cases(chosen);
    else
        run_cases(chosen);
    if (!std::cout.flush())
        process.write_failed = true;
    return tell_failures(chosen);
}

} // namespace

/* ---- gbench.h ---- */

int gbench_init(int *argc, char **argv)
{
    return guarded([=] { return init(argc, argv); });
}

int gbench_register(const char *name, const struct gbench_definition *definition)
{
    if (!can_register(name, definition))
        return -EINVAL;
    guarded([=] { process.cases.push_back({ clean(name), *definition, SUCCEEDED, "" }); });
    return 0;
}

void gbench_add_context(const char *key, const char *value)
{
    guarded([=] { benchmark::AddCustomContext(clean(key), clean(value)); });
}

int gbench_run_all(void)
{
    return guarded(run_all);
}

struct gbench_counts gbench_counts(void)
{
    return process.counts;
}

bool gbench_keep_running(struct gbench_state *state)
{
    gbench_resume(state);
    if (state->now == READY)
        state->now = RUNNING;
    if (state->now == RUNNING && state->library.KeepRunning())
        return true;
    state->now = DONE;
    return false;
}

int64_t gbench_iterations(const struct gbench_state *state)
{
    if (state->of.result != SUCCEEDED)
        return state->finished;
    const bool inside = state->now == RUNNING || state->now == PAUSED;
    return state->library.iterations() - inside;
}

int64_t gbench_max_iterations(const struct gbench_state *state)
{
    return state->library.max_iterations;
}

void gbench_set_iteration_time(struct gbench_state *state, double seconds)
{
    if (std::isfinite(seconds) && seconds >= 0)
        state->library.SetIterationTime(seconds);
    else
        gbench_fail(state, "an iteration time that is no time");
}

void gbench_pause(struct gbench_state *state)
{
    if (state->now != RUNNING)
        return;
    state->library.PauseTiming();
    state->now = PAUSED;
}

void gbench_resume(struct gbench_state *state)
{
    if (state->now != PAUSED)
        return;
    state->now = RUNNING;
    state->library.ResumeTiming();
}

void gbench_set_counter(struct gbench_state *state, const char *name, double value,
                        enum gbench_counter_kind kind)
{
    using benchmark::Counter;
    if (!std::isfinite(value))
        return;
    const auto flags = kind == GBENCH_COUNTER_RATE            ? Counter::kIsRate
                       : kind == GBENCH_COUNTER_PER_ITERATION ? Counter::kAvgIterations
                                                              : Counter::kDefaults;
    guarded([=] { state->library.counters[clean(name)] = Counter(value, flags); });
}

void gbench_set_label(struct gbench_state *state, const char *label)
{
    guarded([=] { state->library.SetLabel(clean(label)); });
}

void gbench_set_bytes_processed(struct gbench_state *state, int64_t bytes)
{
    guarded([=] { state->library.SetBytesProcessed(bytes); });
}

void gbench_set_items_processed(struct gbench_state *state, int64_t items)
{
    guarded([=] { state->library.SetItemsProcessed(items); });
}

void gbench_fail(struct gbench_state *state, const char *message)
{
    guarded([=] { give_up(state, FAILED, message); });
}

void gbench_skip(struct gbench_state *state, const char *reason)
{
    guarded([=] { give_up(state, SKIPPED, ("skipped: " + clean(reason)).c_str()); });
}

// Bytes of manifests and scripts changed at random: whatever is read, the answer is a result or one
// of our errors; never a crash, a hang or another exception.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"
#include "mission/native_engine.hpp"
#include "script/parser.hpp"
#include "support/memory_directory.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/run_set.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

/// One to four changes of a text: bytes flipped, set, removed, repeated, or torn off the end.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string operator()(std::string text) {
    for (std::size_t n = 1 + below(4); n > 0 && !text.empty(); --n) change(text);
    return text;
  }

  /// One or two changes that leave most scripts fit to run: numbers turned into others, and lines
  /// that are missing, come twice or come elsewhere.
  std::string change_meaning(std::string text) {
    for (std::size_t n = 1 + below(2); n > 0; --n) {
      if (below(2) == 0) {
        change_number(text);
      } else {
        change_lines(text);
      }
    }
    return text;
  }

 private:
  void change_number(std::string& text) {
    const std::size_t at = text.find_first_of("0123456789", below(text.size()));
    if (at == text.npos) return;
    static constexpr std::string_view instead[] = {"0",    "9",     "-1", "1e9",
                                                   "1e-9", "1e300", ".5", ""};
    text.replace(at, 1, instead[below(std::size(instead))]);
  }

  void change_lines(std::string& text) {
    const std::size_t start = text.find('\n', below(text.size()));
    if (start == text.npos) return;
    const std::size_t end = text.find('\n', start + 1);
    if (end == text.npos) return;
    const std::string line = text.substr(start, end - start);
    const std::size_t kind = below(3);
    if (kind != 1) text.erase(start, end - start);
    const std::size_t place = text.find('\n', below(text.size()));
    if (kind != 0 && place != text.npos) text.insert(place, line);
  }

  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void change(std::string& text) {
    static constexpr std::string_view telling = "{}[]\",:;=()'%\\\n\0-+.eE0129NIn/ ~";
    const std::size_t at = below(text.size());
    const std::size_t size = 1 + below(std::min<std::size_t>(40, text.size() - at));
    switch (below(6)) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1U << below(8)));
        break;
      case 1:
        text[at] = telling[below(telling.size())];
        break;
      case 2:
        text.erase(at, size);
        break;
      case 3:
        text.insert(below(text.size()), text.substr(at, size));
        break;
      case 4:
        text.insert(at, 1, telling[below(telling.size())]);
        break;
      default:
        if (below(8) == 0) text.resize(at);
    }
  }

  std::mt19937_64 random_;
};

int rounds(int normal) {
  const char* text = std::getenv("GMAT_SWEEP_FUZZ_ROUNDS");
  return text == nullptr ? normal : std::atoi(text);
}

std::string sample_manifest(const fs::path& folder) {
  ManifestHeader header;
  header.output_dir = ".";
  header.run_count = 3;
  header.script_sha256 = std::string(64, 'a');
  header.parameter_spec = {{"_kind", "grid"}, {"Sat.SMA", Value::List{7000.0, 7100.0, 7200.5}}};
  header.inputs = {{"inputs/m.script", std::string(64, 'b'), ""}};
  header.runs = {{0, "run-0", 42, {{"x", 1}}}, {1, "run-1", 43, {}}, {2, "run-2", 44, {}}};
  std::string text = header_line(header);
  for (int id = 0; id < 3; ++id) {
    ManifestEntry entry;
    entry.outcome.run_id = id;
    entry.outcome.status = id == 1 ? RunStatus::failed : RunStatus::ok;
    entry.outcome.output_paths = {{"report__RF", folder / "run-0" / "report__RF.parquet"}};
    entry.outcome.output_sha256 = {{"report__RF", std::string(64, 'c')}};
    entry.overrides = {{"Sat.SMA", 7000.0 + 100 * id}};
    entry.context = {{"truth_km", Value::List{1.5, BigInteger{"18446744073709551617"}, "\u00e9"}}};
    text += entry_line(entry, PathStyle(folder, true));
  }
  return text;
}

/// Without checksums, so that changes reach the parser's depths.
std::string without_checksums(std::string text) {
  for (std::size_t at = 0; (at = text.find("\"checksum\": ", at)) != std::string::npos;) {
    text.erase(at, std::string_view("\"checksum\": \"0123456789abcdef\", ").size());
  }
  return text;
}

void read_everything(const fs::path& path) {
  const Manifest manifest = Manifest::open(path);
  for (const RunRecord& run : manifest.runs()) manifest.entry(run);
  // How many runs a damaged header claims is no reason to count to it.
  if (manifest.total_run_count() > 100'000) return;
  static_cast<void>(manifest.missing_run_ids());
  const RunSet runs = RunSet::from_manifest(manifest, {"m.script", path.parent_path(), {}});
  if (runs.size() > 0) static_cast<void>(runs.at(0));
}

TEST(FuzzTest, a_manifest_of_changed_bytes_is_read_or_refused) {
  const test::MemoryDirectory directory;
  const fs::path path = directory.path() / "manifest.jsonl";
  const std::string whole = sample_manifest(directory.path());
  const std::string bare = without_checksums(whole);
  Mutator mutate(1);
  int refused = 0;
  const int count = rounds(2000);
  for (int i = 0; i < count; ++i) {
    const std::string text = mutate(i % 4 == 0 ? whole : bare);
    write_file(path, text);
    try {
      read_everything(path);
    } catch (const GmatSweepError&) {
      ++refused;
    }
    try {
      verify_sweep(path);
      if (i % 50 == 0) repair_sweep(path);
    } catch (const GmatSweepError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, count / 10);
}

constexpr std::string_view sample_script = R"(%----------- A mission
Create Spacecraft Sat;
GMAT Sat.DateFormat = UTCGregorian;
Sat.Epoch = '01 Jan 2026 00:00:00.000';
Sat.SMA = 7000;
Sat.ECC = 0.001;
Sat.INC = 28.5;
Create ForceModel FM;
FM.PrimaryBodies = {Earth};
FM.GravityField.Earth.Degree = 0;
FM.GravityField.Earth.Order = 0;
Create Propagator Prop;
Prop.FM = FM;
Prop.InitialStepSize = 60;
Create ImpulsiveBurn Burn;
Burn.Element1 = 0.01;
Create Variable V W;
Create Array A[2,3];
Create String S;
Create ReportFile RF;
RF.Filename = 'r.txt';
RF.Add = {Sat.UTCGregorian, Sat.X, Sat.RMAG};
BeginMissionSequence;
V = 0;
While V < 3
  V = V + 1;
  A(1,2) = sqrt(V) * 2 ^ (-1);
  If V == 2 & A(1,2) > 0
    Maneuver Burn(Sat);
  Else
    Propagate Prop(Sat) {Sat.ElapsedSecs = 120.5, Sat.Apoapsis};
  EndIf;
EndWhile;
For W = 1:2:5
  Report RF Sat.X V W;
EndFor;
Propagate 'a leg' Prop(Sat) {Sat.Periapsis};
Stop;
)";

TEST(FuzzTest, a_script_of_changed_bytes_is_run_or_refused) {
  const astro::DataCatalogue data;
  const test::MemoryDirectory directory;
  // Unchanged it runs.
  mission::make_native_engine(script::parse_text(sample_script, "mission.script"), data)
      ->run({{}, directory.path()});
  Mutator mutate(2);
  int refused = 0;
  int ran = 0;
  const int count = rounds(3000);
  for (int i = 0; i < count; ++i) {
    const std::string text = mutate(std::string(sample_script));
    try {
      const auto engine =
          mission::make_native_engine(script::parse_text(text, "mission.script"), data);
      EngineRequest request;
      request.output_dir = directory.path();
      request.max_steps = 300;
      request.describe_failure = true;
      engine->run(request);
      ++ran;
    } catch (const GmatSweepError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, count / 20);
  EXPECT_GT(ran, count / 20);
}

/// The missions whose results are compared with GMAT's: every force, burn, solver and report.
std::vector<std::string> reference_missions() {
  std::vector<fs::path> paths;
  for (const auto& item :
       fs::directory_iterator(GMAT_SWEEP_SOURCE_DIR "/tests/reference/missions")) {
    if (item.path().extension() == ".script") paths.push_back(item.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> texts;
  for (const fs::path& path : paths) texts.push_back(read_file(path));
  return texts;
}

TEST(FuzzTest, missions_of_every_kind_with_changed_bytes_are_run_or_refused) {
  const astro::DataCatalogue data;
  const test::MemoryDirectory directory;
  const std::vector<std::string> missions = reference_missions();
  ASSERT_GT(missions.size(), 20U);
  Mutator mutate(3);
  int refused = 0;
  int failed = 0;
  int ran = 0;
  const int count = rounds(300);
  for (int i = 0; i < count; ++i) {
    const std::string& mission = missions[static_cast<std::size_t>(i) % missions.size()];
    const std::string text = i % 4 == 0 ? mutate(mission) : mutate.change_meaning(mission);
    SCOPED_TRACE(i);
    try {
      const auto engine =
          mission::make_native_engine(script::parse_text(text, "mission.script"), data);
      EngineRequest request;
      request.output_dir = directory.path();
      request.max_steps = 400;
      request.describe_failure = true;
      engine->run(request);
      ++ran;
    } catch (const RunFailed&) {
      ++failed;
    } catch (const GmatSweepError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, count / 20);
  EXPECT_GT(ran + failed, count / 20);
  std::printf("%d missions ran to their end, %d failed on the way, %d were refused\n", ran, failed,
              refused);
}

}  // namespace
}  // namespace gmat_sweep

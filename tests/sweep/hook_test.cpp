#include "sweep/hooks/hook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/hooks/hook_files.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;

class HookTest : public testing::Test {
 protected:
  HookTest() {
    setenv("PYTHONPATH", GMAT_SWEEP_SOURCE_DIR "/tests/sweep/hooks", 1);
    spec_.script_path = "/m.script";
    spec_.overrides = {{"Sat.SMA", 7000.5}};
    spec_.output_dir = dir_.path();
    spec_.run_id = 3;
    spec_.context = {{"truth_km", Value::List{1.25}}};
    outcome_.run_id = 3;
    outcome_.status = RunStatus::ok;
    outcome_.output_paths = {{"report__RF", dir_.path() / "report__RF.parquet"}};
    outcome_.started_at = outcome_.ended_at = utc_now();
    write_file(log(), "");
  }

  std::filesystem::path log() const { return dir_.path() / "worker.log"; }

  LoadedHook load(const std::string& text) const { return load_hook(parse_hook(text, "")); }

  HookOutputs call(const std::string& text) { return load(text).call(spec_, outcome_); }

  std::string failure(const std::string& text) {
    try {
      call(text);
    } catch (const HookFailed& error) {
      return error.what();
    }
    return "no failure";
  }

  std::string refusal(const std::string& text) const {
    try {
      load(text);
    } catch (const SweepConfigError& error) {
      return error.what();
    }
    return "no refusal";
  }

  std::string program(const std::string& body) const {
    const auto path = dir_.path() / "hook.sh";
    write_file(path, "#!/bin/sh\n" + body + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return "exec:" + path.string();
  }

  static std::string library(const std::string& function) {
    return GMAT_SWEEP_SAMPLE_HOOKS ":" + function;
  }

  test::TemporaryDirectory dir_;
  RunSpec spec_;
  RunOutcome outcome_;
};

using PythonHook = HookTest;
using LibraryHook = HookTest;
using ProgramHook = HookTest;

TEST_F(HookTest, a_value_of_no_known_form_is_refused_with_the_forms_there_are) {
  for (const char* text : {"", "summarise", "a/b.py:f", "a:b:c", ":f", "m:", "exec:"}) {
    EXPECT_NE(refusal(text), "no refusal") << text;
  }
  EXPECT_NE(refusal(std::string(1'000'000, 'x')), "no refusal");
  EXPECT_THAT(refusal("summarise"), HasSubstr("'package.module:function' (Python)"));
}

TEST_F(PythonHook, gets_the_run_its_outcome_and_context_and_registers_what_it_wrote) {
  const HookOutputs outputs = call("sample_hooks:summarise");
  ASSERT_EQ(outputs.size(), 1U);
  EXPECT_EQ(read_file(outputs.at("summary")), "run 3 ok 7000.5 1.25");
}

TEST_F(PythonHook, sees_paths_and_times_as_python_types) {
  EXPECT_EQ(read_file(call("sample_hooks:describe_types").at("types")),
            "PosixPath PosixPath int NoneType datetime float");
}

TEST_F(PythonHook, may_write_any_number_of_files) {
  EXPECT_EQ(call("sample_hooks:several").size(), 3U);
  EXPECT_TRUE(call("sample_hooks:nothing").empty());
}

TEST_F(PythonHook, one_process_serves_run_after_run) {
  const LoadedHook hook = load("sample_hooks:summarise");
  for (spec_.run_id = 0; spec_.run_id < 5; ++spec_.run_id) hook.call(spec_, outcome_);
  EXPECT_EQ(read_file(dir_.path() / "summary.txt"), "run 4 ok 7000.5 1.25");
}

TEST_F(PythonHook, that_raises_fails_with_its_traceback) {
  const std::string text = failure("sample_hooks:raises");
  EXPECT_THAT(text, HasSubstr("Traceback (most recent call last)"));
  EXPECT_THAT(text, HasSubstr("in raises"));
  EXPECT_THAT(text, HasSubstr("ValueError: the truth is out there"));
  EXPECT_THAT(failure("sample_hooks:exits"), HasSubstr("SystemExit: 3"));
}

TEST_F(PythonHook, that_crashes_fails_naming_the_signal_and_the_next_run_has_a_new_process) {
  const LoadedHook hook = load("sample_hooks:crashes_on_odd_runs");
  EXPECT_THROW(
      try { hook.call(spec_, outcome_); } catch (const HookFailed& error) {
        EXPECT_THAT(error.what(), HasSubstr("was killed by signal 11"));
        throw;
      },
      HookFailed);
  spec_.run_id = 4;
  EXPECT_TRUE(hook.call(spec_, outcome_).empty());
}

TEST_F(PythonHook, that_returns_no_mapping_fails) {
  EXPECT_THAT(failure("sample_hooks:returns_a_list"), HasSubstr("must return a mapping"));
}

TEST_F(PythonHook, that_writes_garbage_on_its_result_channel_fails) {
  EXPECT_THAT(failure("sample_hooks:writes_on_every_channel"), HasSubstr("garbage"));
}

TEST_F(PythonHook, what_it_prints_goes_to_the_log) {
  call("sample_hooks:prints");
  EXPECT_EQ(read_file(log()), "said from Python\nsaid from below\n");
}

TEST_F(PythonHook, a_typo_says_which_part_is_wrong) {
  EXPECT_THAT(refusal("no_such_module:f"), HasSubstr("there is no module 'no_such_module'"));
  EXPECT_THAT(refusal("sample_hooks.deeper:f"), HasSubstr("sample_hooks"));
  EXPECT_THAT(refusal("sample_hooks:sumarise"),
              HasSubstr("module 'sample_hooks' has no function 'sumarise'"));
  EXPECT_THAT(refusal("sample_hooks:not_a_function"), HasSubstr("not callable"));
  EXPECT_THAT(refusal("failing_import:f"),
              HasSubstr("RuntimeError: this module fails while it is imported"));
  EXPECT_THAT(refusal("missing_dependency:hook"),
              HasSubstr("No module named 'a_package_that_is_not_installed'"));
}

TEST_F(PythonHook, an_interpreter_that_is_not_there_is_refused) {
  EXPECT_THROW(load_hook(parse_hook("sample_hooks:nothing", "/no/python")), SweepConfigError);
}

TEST_F(PythonHook, its_file_is_the_modules) {
  EXPECT_EQ(load("sample_hooks:nothing").file.filename(), "sample_hooks.py");
}

TEST_F(LibraryHook, gets_the_run_and_registers_what_it_wrote) {
  EXPECT_EQ(read_file(call(library("summarise")).at("summary")), "run 3 with 1 outputs");
}

TEST_F(LibraryHook, that_throws_fails_with_its_reason) {
  EXPECT_EQ(failure(library("throws")), "the library's own reason");
}

TEST_F(LibraryHook, a_typo_says_which_part_is_wrong) {
  EXPECT_THAT(refusal("./no_such.so:f"), HasSubstr("there is no library"));
  EXPECT_THAT(refusal(library("sumarise")), HasSubstr("GMAT_SWEEP_HOOK(sumarise)"));
  write_file(dir_.path() / "text.so", "not a library");
  EXPECT_THAT(refusal((dir_.path() / "text.so:f").string()), HasSubstr("cannot load the library"));
}

TEST_F(LibraryHook, built_against_another_abi_is_refused) {
  EXPECT_THAT(refusal(library("foreign")), HasSubstr("built against another ABI"));
}

TEST_F(LibraryHook, is_recorded_by_its_absolute_path) {
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(std::filesystem::path(GMAT_SWEEP_SAMPLE_HOOKS).parent_path());
  const std::string name = std::filesystem::path(GMAT_SWEEP_SAMPLE_HOOKS).filename();
  EXPECT_EQ(parse_hook("./" + name + ":summarise", "").text, library("summarise"));
  std::filesystem::current_path(here);
}

TEST_F(ProgramHook, gets_one_document_and_answers_with_one) {
  const HookOutputs outputs =
      call(program("cat > " + (dir_.path() / "in.json").string() + "; echo '{\"in\": \"" +
                   (dir_.path() / "in.json").string() + "\"}'"));
  const Value document = parse_json(read_file(outputs.at("in")));
  EXPECT_EQ(document.as_map().at("spec").as_map().at("run_id").as_integer(), 3);
  EXPECT_EQ(document.as_map().at("outcome").as_map().at("status").as_string(), "ok");
}

TEST_F(ProgramHook, gets_its_arguments_with_quotes_honoured) {
  EXPECT_TRUE(call(program("[ \"$1\" = --fast ] && [ \"$2\" = 'two words' ] && echo '{}'") +
                   " --fast 'two words'")
                  .empty());
}

TEST_F(ProgramHook, need_not_read_its_input) {
  spec_.context.set("padding", std::string(1 << 20, 'x'));
  EXPECT_TRUE(call(program("echo '{}'")).empty());
}

TEST_F(ProgramHook, may_answer_at_length_before_it_reads) {
  spec_.context.set("padding", std::string(1 << 20, 'x'));
  EXPECT_EQ(call(program("printf '{\"k\": \"/'; head -c 300000 /dev/zero | tr '\\0' x; echo '\"}'; "
                         "cat > /dev/null"))
                .size(),
            1U);
}

TEST_F(ProgramHook, that_exits_non_zero_or_by_a_signal_fails) {
  EXPECT_THAT(failure(program("exit 3")), HasSubstr("exited with status 3"));
  EXPECT_THAT(failure(program("kill -9 $$")), HasSubstr("was killed by signal 9"));
}

TEST_F(ProgramHook, that_answers_with_garbage_fails) {
  EXPECT_THAT(failure(program("echo hello")), HasSubstr("one JSON object"));
  EXPECT_THAT(failure(program("echo '[1]'")), HasSubstr("mapping of keys to paths, not list"));
  EXPECT_THAT(failure(program("echo '{\"a\": 1}'")), HasSubstr("\"a\" must be a path"));
  EXPECT_THAT(failure(program("true")), HasSubstr("one JSON object"));
}

TEST_F(ProgramHook, what_it_prints_on_standard_error_goes_to_the_log) {
  call(program("echo said >&2; echo '{}'"));
  EXPECT_EQ(read_file(log()), "said\n");
}

TEST_F(ProgramHook, a_typo_says_which_part_is_wrong) {
  EXPECT_THAT(refusal("exec:./no_such_program"), HasSubstr("there is no file"));
  EXPECT_THAT(refusal("exec:no_such_program_on_path"),
              HasSubstr("no program of that name on PATH"));
  write_file(dir_.path() / "plain", "");
  EXPECT_THAT(refusal("exec:" + (dir_.path() / "plain").string()), HasSubstr("is not executable"));
  EXPECT_THAT(refusal("exec:'./x"), HasSubstr("unclosed"));
}

TEST_F(ProgramHook, on_the_path_keeps_its_name_and_files_among_its_arguments_are_made_absolute) {
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(dir_.path());
  write_file(dir_.path() / "analyse.py", "");
  write_file(dir_.path() / "word", "");
  const HookConfig config = parse_hook("exec:sh analyse.py --n=3 word 1.5", "");
  std::filesystem::current_path(here);
  const std::string script = (dir_.path() / "analyse.py").string();
  EXPECT_EQ(config.text, "exec:sh " + script + " --n=3 word 1.5");
  EXPECT_EQ(config.file_words, std::vector<std::size_t>{1});
  EXPECT_TRUE(config.file.is_absolute());
  EXPECT_EQ(recorded_hook_text(config, dir_.path() / "out"),
            "exec:sh ../analyse.py --n=3 word 1.5");
}

TEST_F(HookTest, files_of_a_python_hook_are_its_module_and_what_makes_its_packages) {
  std::filesystem::create_directories(dir_.path() / "pack" / "inner");
  write_file(dir_.path() / "pack" / "__init__.py", "");
  write_file(dir_.path() / "pack" / "inner" / "hooks.py", "");
  HookConfig config = parse_hook("pack.inner.hooks:f", "");
  const auto files = files_of_hook(config, dir_.path() / "pack" / "inner" / "hooks.py");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].place, "pack/inner/hooks.py");
  EXPECT_EQ(files[1].place, "pack/__init__.py");
  config.module = "elsewhere.hooks";
  EXPECT_TRUE(files_of_hook(config, dir_.path() / "pack" / "inner" / "hooks.py").empty());
}

TEST_F(HookTest, a_config_survives_the_worker_boundary) {
  for (const std::string& text :
       {std::string("sample_hooks:nothing"), library("summarise"), program("true") + " 'a b'"}) {
    const HookConfig config = parse_hook(text, "");
    EXPECT_EQ(to_json(to_value(hook_config_from_value(to_value(config)))),
              to_json(to_value(config)));
    EXPECT_EQ(parse_hook(config.text, "").text, config.text);
  }
}

}  // namespace
}  // namespace gmat_sweep

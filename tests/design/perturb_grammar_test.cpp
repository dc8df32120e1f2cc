#include "design/perturb_grammar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

auto refusal(std::string_view text) {
  return [text] { parse_perturb_spec(text); };
}

std::string form_of(std::string_view text) { return to_json(parse_perturb_spec(text).form); }

TEST(PerturbGrammar, shorthands_are_recorded_as_the_package_records_them) {
  const PerturbSpec spec = parse_perturb_spec(" Sat.SMA =normal:7100:50");
  EXPECT_EQ(spec.field, "Sat.SMA");
  EXPECT_EQ(to_json(spec.form), R"(["normal", 7100.0, 50.0])");
  EXPECT_EQ(form_of("a=uniform:0:90"), R"(["uniform", 0.0, 90.0])");
  EXPECT_EQ(form_of("a=lognormal:4.6:5e-2"), R"(["lognormal", 4.6, 0.05])");
}

TEST(PerturbGrammar, scipy_families_take_positional_and_named_parameters) {
  EXPECT_EQ(form_of("a=truncnorm:a=-2,b=2,loc=0.01,scale=0.001"),
            R"({"name": "truncnorm", "args": [], )"
            R"("kwds": {"a": -2, "b": 2, "loc": 0.01, "scale": 0.001}})");
  EXPECT_EQ(form_of("a=t:5,scale=.5"), R"({"name": "t", "args": [5], "kwds": {"scale": 0.5}})");
  EXPECT_EQ(form_of("a=expon"), R"({"name": "expon", "args": [], "kwds": {}})");
  EXPECT_EQ(form_of("a=uniform:loc=1,scale=2"),
            R"({"name": "uniform", "args": [], "kwds": {"loc": 1, "scale": 2}})");
  EXPECT_EQ(form_of("a=truncnorm:a=0,b=inf"),
            R"({"name": "truncnorm", "args": [], "kwds": {"a": 0, "b": Infinity}})");
}

TEST(PerturbGrammar, choices_follow_the_grid_grammar) {
  EXPECT_EQ(form_of("a=choice:1,2.5,'x:y, z',w"),
            R"({"name": "choice", "args": [[1, 2.5, "x:y, z", "w"]], "kwds": {}})");
}

TEST(PerturbGrammar, json_gives_the_manifests_own_form) {
  EXPECT_EQ(form_of(R"(a=json:{"name": "choice", "args": [[1, 2]], "kwds": {"p": [0.1, 0.9]}})"),
            R"({"name": "choice", "args": [[1, 2]], "kwds": {"p": [0.1, 0.9]}})");
  EXPECT_THAT(refusal("a=json:["), ThrowsMessage<SweepConfigError>(HasSubstr("is not JSON")));
}

TEST(PerturbGrammar, malformed_arguments_are_refused_in_the_packages_words) {
  EXPECT_THAT(refusal("a"),
              ThrowsMessage<SweepConfigError>("perturb spec must contain '=': 'a' (expected "
                                              "'name=normal:mu:sigma', 'name=uniform:lo:hi', or "
                                              "'name=lognormal:mu:sigma')"));
  EXPECT_THAT(refusal("=normal:1:2"),
              ThrowsMessage<SweepConfigError>("perturb spec is missing a name: '=normal:1:2'"));
  EXPECT_THAT(refusal("a="),
              ThrowsMessage<SweepConfigError>("perturb spec for 'a' has no distribution: 'a='"));
  EXPECT_THAT(refusal("a=normal:1"),
              ThrowsMessage<SweepConfigError>(StartsWith(
                  "perturb spec for 'a' must have three colon-separated parts 'tag:p1:p2', got "
                  "'normal:1'")));
  EXPECT_THAT(refusal("a=gauss:1:2"),
              ThrowsMessage<SweepConfigError>(
                  StartsWith("unknown perturb distribution tag 'gauss' for 'a'; expected one of "
                             "normal, uniform, lognormal")));
  EXPECT_THAT(refusal("a=normal:x:2"),
              ThrowsMessage<SweepConfigError>("perturb parameters for 'a' must be numeric, got "
                                              "'x':'2'"));
  EXPECT_THAT(refusal("a=t:df=x"),
              ThrowsMessage<SweepConfigError>("perturb parameters for 'a' must be numeric, got "
                                              "'x'"));
  EXPECT_THAT(refusal("a=t:df=1,df=2"),
              ThrowsMessage<SweepConfigError>("perturb spec for 'a' gives 'df' twice"));
  EXPECT_THAT(refusal("a=t:df=1,2"),
              ThrowsMessage<SweepConfigError>(HasSubstr("has '2' after a 'key=value'")));
}

TEST(PerturbGrammar, all_faults_of_several_arguments_are_told_at_once) {
  const std::vector<std::string> texts = {"a=normal:1:2", "b", "a=uniform:0:1"};
  EXPECT_THAT([&] { parse_perturb_specs(texts); },
              ThrowsMessage<SweepConfigError>(
                  testing::AllOf(HasSubstr("must contain '=': 'b'"),
                                 HasSubstr("\nperturb spec for 'a' given more than once"))));
}

TEST(PerturbGrammar, seeds_are_integers_of_any_size) {
  EXPECT_EQ(parse_seed("42"), Value(42));
  EXPECT_EQ(parse_seed("123456789012345678901234567890"),
            Value(BigInteger{"123456789012345678901234567890"}));
  EXPECT_THAT([] { parse_seed("-1"); },
              ThrowsMessage<SweepConfigError>("seed must be a non-negative integer, got -1"));
  EXPECT_THAT([] { parse_seed("1.5"); },
              ThrowsMessage<SweepConfigError>("seed must be a non-negative integer, got '1.5'"));
}

}  // namespace
}  // namespace gmat_sweep

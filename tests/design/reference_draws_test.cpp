// Every case of tests/reference/numpy-draws.json: draws that NumPy 1.24.2 and SciPy 1.10.1 make
// through the seed contract which the Python package documents (its docs/monte-carlo.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>

#include "base/files.hpp"
#include "design/random_generator.hpp"
#include "gmat_sweep/design.hpp"

namespace gmat_sweep {
namespace {

const Value::Map& reference() {
  static const Value value =
      parse_json(read_file(GMAT_SWEEP_SOURCE_DIR "/tests/reference/numpy-draws.json"));
  return value.as_map();
}

double from_hex(const Value& text) { return std::strtod(text.as_string().c_str(), nullptr); }

RandomGenerator generator_of(const Value& seed) {
  return RandomGenerator(SeedSequence(entropy_words(seed)));
}

TEST(ReferenceDraws, seed_sequences_mix_and_spawn_bit_equal) {
  for (const Value& item : reference().at("primitives").as_list()) {
    const auto words = entropy_words(item.as_map().at("seed"));
    std::array<std::uint32_t, 4> state{};
    SeedSequence(words).generate_state(state);
    const Value::List& expected = item.as_map().at("state4").as_list();
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(state[i], expected[i].as_integer());
    const Value::List& children = item.as_map().at("spawn3").as_list();
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(SeedSequence::child(words, i).first_word(), children[i].as_integer());
    }
  }
}

TEST(ReferenceDraws, uniforms_normals_and_permutations_are_bit_equal) {
  ASSERT_EQ(reference().at("primitives").as_list().size(), 6U);
  for (const Value& item : reference().at("primitives").as_list()) {
    const Value& seed = item.as_map().at("seed");
    RandomGenerator uniforms = generator_of(seed);
    for (const Value& expected : item.as_map().at("random4").as_list()) {
      EXPECT_EQ(uniforms.random(), from_hex(expected)) << to_json(seed);
    }
    RandomGenerator normals = generator_of(seed);
    for (const Value& expected : item.as_map().at("normal8").as_list()) {
      EXPECT_EQ(normals.standard_normal(), from_hex(expected)) << to_json(seed);
    }
    RandomGenerator shuffler = generator_of(seed);
    std::vector<std::int64_t> permutation(10);
    std::iota(permutation.begin(), permutation.end(), 0);
    shuffler.shuffle(permutation);
    for (std::size_t i = 0; i < 10; ++i) {
      EXPECT_EQ(permutation[i], item.as_map().at("perm10").as_list()[i].as_integer());
    }
  }
}

/// The distribution a `perturb` entry names.
std::string name_of(const Value& form) {
  return form.is_list() ? form.as_list()[0].as_string() : form.as_map().at("name").as_string();
}

/// The largest disagreement seen for one distribution.
struct Agreement {
  double relative = 0;
  int count = 0;
  void add(double found, double expected) {
    const double difference = std::abs(found - expected) / std::abs(expected);
    if (!(difference <= relative)) relative = difference;
    ++count;
  }
};

void print(const char* kind, const std::map<std::string, Agreement>& agreements) {
  for (const auto& [name, agreement] : agreements) {
    std::printf("  %-16s %-12s %3d values, largest relative difference %.2e\n", kind, name.c_str(),
                agreement.count, agreement.relative);
  }
}

constexpr double one_ulp = 0x1p-52;

const Value::List& cases() { return reference().at("cases").as_list(); }

TEST(ReferenceDraws, monte_carlo_draws_agree_as_promised) {
  // SciPy draws all others through NumPy's own samplers.
  const std::map<std::string, double> limits = {
      {"normal", 0}, {"uniform", 0}, {"truncnorm", 1e-12}, {"weibull_min", 1e-12}};
  std::map<std::string, Agreement> agreements;
  for (const Value& item : cases()) {
    const Value::Map& entry = item.as_map();
    if (entry.at("kind").as_string() != "monte_carlo") continue;
    const Value::Map& perturb = entry.at("perturb").as_map();
    const Design design = monte_carlo(perturb, entry.at("n").as_integer(), entry.at("seed"));
    for (const Value& row : entry.at("rows").as_list()) {
      const std::int64_t run_id = row.as_map().at("run_id").as_integer();
      EXPECT_EQ(design.run_seed(run_id), row.as_map().at("seed"));
      const Value::Map overrides = design.overrides(run_id);
      for (const auto& [field, expected] : row.as_map().at("overrides").as_map()) {
        agreements[name_of(perturb.at(field))].add(overrides.at(field).as_real(),
                                                   from_hex(expected));
      }
    }
  }
  print("monte_carlo", agreements);
  for (const auto& [name, agreement] : agreements) {
    const auto limit = limits.find(name);
    EXPECT_LE(agreement.relative, limit == limits.end() ? one_ulp : limit->second) << name;
    EXPECT_GE(agreement.count, 6) << name;
  }
  EXPECT_EQ(agreements.size(), 10U);
}

TEST(ReferenceDraws, latin_hypercubes_agree_as_promised) {
  // The uniform's quantile is the unit point itself, scaled. SciPy's t loses digits of its own.
  const std::map<std::string, double> limits = {{"uniform", 0}, {"t", 1e-8}};
  std::map<std::string, Agreement> agreements;
  for (const Value& item : cases()) {
    const Value::Map& entry = item.as_map();
    if (entry.at("kind").as_string() != "latin_hypercube") continue;
    const Value::Map& perturb = entry.at("perturb").as_map();
    const Design design = latin_hypercube(perturb, entry.at("n").as_integer(), entry.at("seed"));
    for (const auto& [field, column] : entry.at("rows").as_map()) {
      for (std::int64_t run_id = 0; run_id < design.run_count(); ++run_id) {
        const Value& expected = column.as_list()[static_cast<std::size_t>(run_id)];
        agreements[name_of(perturb.at(field))].add(design.overrides(run_id).at(field).as_real(),
                                                   from_hex(expected));
      }
    }
  }
  print("latin_hypercube", agreements);
  for (const auto& [name, agreement] : agreements) {
    const auto limit = limits.find(name);
    EXPECT_LE(agreement.relative, limit == limits.end() ? 1e-12 : limit->second) << name;
  }
  EXPECT_EQ(agreements.size(), 10U);
}

}  // namespace
}  // namespace gmat_sweep

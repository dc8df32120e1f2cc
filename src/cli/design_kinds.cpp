#include "cli/design_kinds.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/samples_file.hpp"
#include "design/covariance_file.hpp"
#include "design/grid_grammar.hpp"
#include "design/perturb_grammar.hpp"
#include "design/script_covariance.hpp"

namespace gmat_sweep::cli {

namespace {

DesignMaker add_grid_arguments(CLI::App& command) {
  const auto axes = std::make_shared<std::vector<std::string>>();
  command
      .add_option("--grid", *axes,
                  "One axis, repeatable: 'Sat.SMA=7000:8000:5' for evenly spaced values, "
                  "'Sat.DryMass=100,200,300' for a list, quotes for text with commas or colons, "
                  "'NAME=json:[...]' for anything")
      ->required()
      ->allow_extra_args(false)
      ->type_name("SPEC");
  return [axes](const std::filesystem::path&) { return grid(parse_grid(*axes)); };
}

DesignMaker add_explicit_arguments(CLI::App& command) {
  const auto path = std::make_shared<std::filesystem::path>();
  command
      .add_option("--samples", *path,
                  "A .csv or .parquet file: a column for each field, a row for each run")
      ->required()
      ->type_name("PATH");
  return [path](const std::filesystem::path&) {
    Samples samples = read_samples(*path);
    return explicit_rows(std::move(samples.columns), std::move(samples.rows));
  };
}

struct StochasticArguments {
  std::int64_t n = 0;
  std::vector<std::string> perturb;
  std::string seed;
  std::filesystem::path covariance;
  std::filesystem::path correlation;
  bool first_order_only = false;

  Value::Map distributions() const { return parse_perturb_specs(perturb); }
  Value seed_value() const { return seed.empty() ? Value() : parse_seed(seed); }
  Dependence dependence(const std::filesystem::path& script) const {
    Dependence result;
    if (!covariance.empty()) result.covariance = read_covariance_of_script(covariance, script);
    if (!correlation.empty()) result.correlation = read_rank_correlation(correlation);
    return result;
  }
};

std::shared_ptr<StochasticArguments> add_stochastic_arguments(CLI::App& command,
                                                              const char* n_help) {
  auto arguments = std::make_shared<StochasticArguments>();
  command.add_option("--n", arguments->n, n_help)->required()->type_name("N");
  command
      .add_option("--perturb", arguments->perturb,
                  "One field's distribution, repeatable: 'Sat.SMA=normal:7100:50', "
                  "'Sat.INC=uniform:0:90', 'NAME=lognormal:MU:SIGMA', a SciPy name with its "
                  "parameters as 'Sat.ECC=truncnorm:a=-2,b=2,loc=0.01,scale=0.001', or "
                  "'NAME=choice:V1,V2'")
      ->allow_extra_args(false)
      ->type_name("SPEC");
  command
      .add_option("--seed", arguments->seed,
                  "Integer of any size; without it one is drawn, and recorded")
      ->type_name("SEED");
  return arguments;
}

void add_dependence_arguments(CLI::App& command, StochasticArguments& arguments) {
  command
      .add_option("--covariance", arguments.covariance,
                  "Fields that vary together, normally: their covariance, a .csv or .json file; "
                  "means not given there are the script's")
      ->type_name("PATH");
  command
      .add_option("--correlation", arguments.correlation,
                  "Rank correlation between the perturbed fields, a .csv or .json file")
      ->type_name("PATH");
}

DesignMaker add_monte_carlo_arguments(CLI::App& command) {
  const auto arguments = add_stochastic_arguments(command, "Number of runs");
  add_dependence_arguments(command, *arguments);
  return [arguments](const std::filesystem::path& script) {
    return monte_carlo(arguments->distributions(), arguments->n, arguments->seed_value(),
                       arguments->dependence(script));
  };
}

DesignMaker add_latin_hypercube_arguments(CLI::App& command) {
  const auto arguments = add_stochastic_arguments(command, "Number of runs");
  add_dependence_arguments(command, *arguments);
  return [arguments](const std::filesystem::path& script) {
    return latin_hypercube(arguments->distributions(), arguments->n, arguments->seed_value(),
                           arguments->dependence(script));
  };
}

DesignMaker add_sobol_arguments(CLI::App& command) {
  const auto arguments = add_stochastic_arguments(
      command, "Number of base points; a power of two keeps the sequence balanced");
  command.add_flag("--first-order-only", arguments->first_order_only,
                   "Leave out the runs that second-order indices need");
  return [arguments](const std::filesystem::path&) {
    return sobol(arguments->distributions(), arguments->n, arguments->seed_value(),
                 !arguments->first_order_only);
  };
}

DesignMaker add_halton_arguments(CLI::App& command) {
  const auto arguments = add_stochastic_arguments(command, "Number of runs");
  return [arguments](const std::filesystem::path&) {
    return halton(arguments->distributions(), arguments->n, arguments->seed_value());
  };
}

constexpr DesignKind kinds[] = {
    {"run", "grid", "A full factorial: every combination of the --grid axes' values",
     add_grid_arguments},
    {"explicit", "explicit", "One run for each row of a table", add_explicit_arguments, true},
    {"monte-carlo", "monte-carlo", "Independent draws from each field's distribution",
     add_monte_carlo_arguments},
    {"latin-hypercube", "latin-hypercube",
     "Draws that hit each of n equally probable parts of every field's range once",
     add_latin_hypercube_arguments},
    {"sobol", "sobol", "Saltelli's design for Sobol sensitivity indices", add_sobol_arguments},
    {"halton", "halton", "The scrambled Halton sequence, which fills space evenly",
     add_halton_arguments},
};

}  // namespace

std::span<const DesignKind> design_kinds() { return kinds; }

}  // namespace gmat_sweep::cli

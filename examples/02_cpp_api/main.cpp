// Sweeps one field of a mission script and prints the final radius of every run.

#include <gmat_sweep/errors.hpp>
#include <gmat_sweep/sweep.hpp>
#include <gmat_sweep/tables.hpp>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: cpp_api SCRIPT OUTPUT_FOLDER\n";
    return 2;
  }
  try {
    using gmat_sweep::Value;
    gmat_sweep::SweepOptions options;
    options.output_dir = argv[2];
    const auto result =
        gmat_sweep::sweep(argv[1], {{"Sat.SMA", Value::List{7000.0, 7100.0, 7200.0}}}, options);
    std::cout << gmat_sweep::summary_line(result) << '\n';

    const auto manifest = gmat_sweep::Manifest::open(result.manifest_path);
    gmat_sweep::print_table(gmat_sweep::lazy_multiindex(manifest), std::cout);
  } catch (const gmat_sweep::GmatSweepError& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

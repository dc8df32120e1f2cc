// Prints an SVG of 64 points of each stochastic design over two fields, uniform in [0, 1].

#include <cstdio>
#include <gmat_sweep/design.hpp>
#include <string>
#include <vector>

namespace {

using gmat_sweep::Design;
using gmat_sweep::Value;

constexpr int point_count = 64;
constexpr double side = 220;
constexpr double gap = 24;
constexpr double title = 28;

struct Panel {
  std::string name;
  Design design;
  int stride = 1;  ///< every how many runs a point is taken
};

void print_panel(const Panel& panel, double left) {
  std::printf("<g transform=\"translate(%g,%g)\">\n", left, title);
  std::printf("<text x=\"0\" y=\"-8\">%s</text>\n", panel.name.c_str());
  std::printf("<rect width=\"%g\" height=\"%g\" fill=\"#fcfcfb\" stroke=\"#898781\"/>\n", side,
              side);
  for (int line = 1; line < 8; ++line) {
    const double at = side * line / 8;
    std::printf("<path d=\"M%g 0V%g M0 %gH%g\" stroke=\"#e1e0d9\"/>\n", at, side, at, side);
  }
  for (int i = 0; i < point_count; ++i) {
    const Value::Map point = panel.design.overrides(i * panel.stride);
    std::printf("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3\" fill=\"#2a78d6\"/>\n",
                side * point.at("x").as_real(), side * (1 - point.at("y").as_real()));
  }
  std::printf("</g>\n");
}

}  // namespace

int main() {
  const Value::Map fields = {{"x", Value::List{"uniform", 0.0, 1.0}},
                             {"y", Value::List{"uniform", 0.0, 1.0}}};
  constexpr int seed = 42;
  // Of each six runs that a Sobol design of two fields makes of a base point, the first is the
  // point itself.
  const std::vector<Panel> panels = {
      {"Monte Carlo", gmat_sweep::monte_carlo(fields, point_count, seed)},
      {"Latin hypercube", gmat_sweep::latin_hypercube(fields, point_count, seed)},
      {"Halton", gmat_sweep::halton(fields, point_count, seed)},
      {"Sobol (base points)", gmat_sweep::sobol(fields, point_count, seed), 6},
  };
  const double width = gap + static_cast<double>(panels.size()) * (side + gap);
  std::printf(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" "
      "font-family=\"sans-serif\" font-size=\"13\" fill=\"#0b0b0b\">\n",
      width, title + side + gap);
  std::printf("<rect width=\"100%%\" height=\"100%%\" fill=\"#fcfcfb\"/>\n");
  double left = gap;
  for (const Panel& panel : panels) {
    print_panel(panel, left);
    left += side + gap;
  }
  std::printf("</svg>\n");
}

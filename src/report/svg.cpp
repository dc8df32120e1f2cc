#include "report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gmat_sweep::report {

namespace {

constexpr double tick_px = 5;

struct Rgb {
  double red, green, blue;
};
constexpr std::array<Rgb, 9> viridis = {{{68, 1, 84},
                                         {71, 44, 122},
                                         {59, 81, 139},
                                         {44, 113, 142},
                                         {33, 144, 141},
                                         {39, 173, 129},
                                         {92, 200, 99},
                                         {170, 220, 50},
                                         {253, 231, 37}}};

std::string points_text(const Svg::Points& points) {
  std::string text;
  for (const auto& [x, y] : points) text += fmt::format("{:.2f},{:.2f} ", x, y);
  if (!text.empty()) text.pop_back();
  return text;
}

/// Where ticks stand on an axis with these labels, and what they say.
std::pair<std::vector<double>, std::vector<std::string>> ticks_of(double low, double high,
                                                                  const AxisText& text,
                                                                  int wanted) {
  if (!text.ticks) return {};
  if (text.labels.empty()) {
    std::vector<double> ticks = round_ticks(low, high, wanted);
    std::vector<std::string> labels = tick_labels(ticks);
    return {std::move(ticks), std::move(labels)};
  }
  std::vector<double> ticks;
  for (std::size_t i = 0; i < text.labels.size(); ++i) ticks.push_back(static_cast<double>(i));
  return {std::move(ticks), text.labels};
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::vector<double> round_ticks(double low, double high, int wanted) {
  const double raw = (high - low) / std::max(1, wanted);
  if (!(raw > 0) || !std::isfinite(raw)) return {low};
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double ratio = raw / power;
  const double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  std::vector<double> ticks;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) {
    ticks.push_back(k * step);
    if (ticks.size() > 100) break;  // the step is lost in the rounding of the values
  }
  return ticks;
}

std::vector<std::string> tick_labels(std::span<const double> ticks) {
  std::vector<std::string> labels;
  double largest = 0;
  for (double tick : ticks) largest = std::max(largest, std::abs(tick));
  const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : std::max(largest, 1.0);
  const double digits = largest > 0 ? std::floor(std::log10(largest)) : 0;
  const int step_power = static_cast<int>(std::floor(std::log10(step) + 1e-9));
  const int decimals = std::max(0, -step_power);
  if (ticks.size() == 1) return {fmt::format("{:.4g}", ticks[0])};
  const bool as_power = digits >= 6 || digits < -4;
  const int precision = std::max(0, static_cast<int>(digits) - step_power);
  for (double tick : ticks) {
    const double value = std::abs(tick) < step * 1e-6 ? 0 : tick;
    labels.push_back(as_power ? fmt::format("{:.{}e}", value, std::min(precision, 15))
                              : fmt::format("{:.{}f}", value, std::min(decimals, 15)));
  }
  return labels;
}

std::string colour_of(double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(viridis.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), viridis.size() - 2);
  const double part = place - static_cast<double>(below);
  const auto mix = [&](double a, double b) {
    return static_cast<int>(std::lround(a + (b - a) * part));
  };
  const Rgb& a = viridis[below];
  const Rgb& b = viridis[below + 1];
  return fmt::format("#{:02x}{:02x}{:02x}", mix(a.red, b.red), mix(a.green, b.green),
                     mix(a.blue, b.blue));
}

std::pair<double, double> padded_range(std::span<const double> values) {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  for (double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return {0, 1};
  const double pad = (high - low) * 0.04;
  // Values that differ by rounding alone would give ticks that all read the same.
  if (pad <= 1e-12 * std::max(std::abs(low), std::abs(high))) {
    const double half = std::max(0.5, 1e-9 * std::abs(low));
    return {low - half, high + half};
  }
  return {low - pad, high + pad};
}

Svg::Svg(double width, double height)
    : body_(fmt::format(
          R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" font-family="'DejaVu Sans', Helvetica, Arial, sans-serif" fill="black">
)",
          width, height)) {}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view style) {
  body_ += fmt::format("<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" {}/>\n", x1,
                       y1, x2, y2, style);
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view style) {
  body_ += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" {}/>\n",
                       x, y, width, height, style);
}

void Svg::circle(double x, double y, double radius, std::string_view style) {
  body_ +=
      fmt::format("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:.2f}\" {}/>\n", x, y, radius, style);
}

void Svg::polyline(const Points& points, std::string_view style) {
  body_ += fmt::format("<polyline points=\"{}\" fill=\"none\" {}/>\n", points_text(points), style);
}

void Svg::polygon(const Points& points, std::string_view style) {
  body_ += fmt::format("<polygon points=\"{}\" {}/>\n", points_text(points), style);
}

void Svg::text(double x, double y, std::string_view text, std::string_view anchor, double size_px,
               double rotation_deg) {
  const std::string turn =
      rotation_deg == 0
          ? ""
          : fmt::format(" transform=\"rotate({} {:.2f} {:.2f})\"", rotation_deg, x, y);
  body_ += fmt::format(
      "<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", x, y,
      size_px, anchor, turn, escape_xml(text));
}

void Svg::axes(const Panel& panel, const AxisText& x, const AxisText& y) {
  constexpr std::string_view stroke = "stroke=\"black\" fill=\"none\"";
  rectangle(panel.left, panel.top, panel.width, panel.height, stroke);
  const double bottom = panel.top + panel.height;
  const auto [x_ticks, x_labels] =
      ticks_of(panel.x_low, panel.x_high, x, std::max(2, static_cast<int>(panel.width / 80)));
  for (std::size_t i = 0; i < x_ticks.size(); ++i) {
    const double at = panel.x(x_ticks[i]);
    line(at, bottom, at, bottom + tick_px, stroke);
    if (x.show) text(at, bottom + 18, x_labels[i], "middle", 11);
  }
  const auto [y_ticks, y_labels] =
      ticks_of(panel.y_low, panel.y_high, y, std::max(2, static_cast<int>(panel.height / 45)));
  std::size_t longest = 0;
  for (std::size_t i = 0; i < y_ticks.size(); ++i) {
    const double at = panel.y(y_ticks[i]);
    line(panel.left - tick_px, at, panel.left, at, stroke);
    if (y.show) text(panel.left - 8, at + 4, y_labels[i], "end", 11);
    longest = std::max(longest, y_labels[i].size());
  }
  if (x.show) text(panel.left + panel.width / 2, bottom + 36, x.title, "middle");
  if (!y.show) return;
  const double beside = panel.left - 16 - 6.8 * static_cast<double>(longest);
  text(std::max(12.0, beside), panel.top + panel.height / 2, y.title, "middle", 12, -90);
}

void Svg::colour_bar(double x, double top, double height, double low, double high,
                     std::string_view title) {
  constexpr int steps = 64;
  constexpr double width = 14;
  for (int i = 0; i < steps; ++i) {
    const double share = (i + 0.5) / steps;
    const double y = top + height * (1 - static_cast<double>(i + 1) / steps);
    rectangle(x, y, width, height / steps + 0.5, fmt::format("fill=\"{}\"", colour_of(share)));
  }
  const Panel panel{x, top, width, height, 0, 1, low, high};
  const std::vector<double> ticks = round_ticks(low, high, static_cast<int>(height / 45));
  const std::vector<std::string> labels = tick_labels(ticks);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const double at = panel.y(ticks[i]);
    line(x + width, at, x + width + tick_px, at, "stroke=\"black\"");
    text(x + width + 8, at + 4, labels[i], "start", 11);
  }
  text(x + width, top - 8, title, "end", 11);
}

std::string Svg::finish() && {
  body_ += "</svg>\n";
  return std::move(body_);
}

}  // namespace gmat_sweep::report

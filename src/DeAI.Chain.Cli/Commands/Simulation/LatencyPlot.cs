using System.Globalization;
using System.Text;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>Two panels over the number of validators: milliseconds, and what each block costs in frames.</summary>
internal static class LatencyPlot
{
    private const int Width = 720;
    private const int PanelHeight = 260;
    private const int Left = 60;
    private const int Right = 190;
    private const int Top = 40;

    private static readonly string[] Colours = ["#0b5fff", "#d1480d", "#2a7d2e", "#7a3db8"];

    public static string Draw(List<LatencyRow> rows, int roundTripMs)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {2 * (PanelHeight + Top) + 20}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Panel(svg, rows, Top, $"Submission to final, round trip {roundTripMs} ms, p50 in ms", [
            new Line("sent to one validator", static row => row.AtOne.P50Ms),
            new Line("the same, checks added", static row => row.EstimateP50Ms),
            new Line("sent to all", static row => row.AtAll.P50Ms),
            new Line("from the proposal", static row => row.AtOne.FromProposalP50Ms),
        ]);
        Panel(svg, rows, PanelHeight + (2 * Top), "Frames for each block, all validators together", [new Line("frames", static row => row.AtOne.FramesPerBlock)]);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, List<LatencyRow> rows, int top, string title, Line[] lines)
    {
        double highest = Nice(lines.Max(line => rows.Max(row => line.Value(row))));
        int most = rows.Max(static row => row.AtOne.Options.Validators);
        double X(LatencyRow row) => Left + ((Width - Left - Right) * row.AtOne.Options.Validators / (double)most);
        double Y(double value) => top + PanelHeight - 30 - ((PanelHeight - 50) * value / highest);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top}\" font-size=\"14\">{title}</text>\n");
        for (int tick = 0; tick <= 5; tick++)
        {
            double value = highest * tick / 5;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#dddddd\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value:F0}</text>\n");
        }

        foreach (LatencyRow row in rows)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(row):F1}\" y=\"{Y(0) + 18:F1}\" text-anchor=\"middle\">{row.AtOne.Options.Validators}</text>\n");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string points = string.Join(' ', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{X(row):F1},{Y(lines[i].Value(row)):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"2\"/>\n");
            foreach (LatencyRow row in rows)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(row):F1}\" cy=\"{Y(lines[i].Value(row)):F1}\" r=\"3\" fill=\"{Colours[i]}\"/>");
            }

            svg.Append(CultureInfo.InvariantCulture, $"\n<text x=\"{Width - Right + 12}\" y=\"{top + 24 + (i * 18)}\" fill=\"{Colours[i]}\">{lines[i].Name}</text>\n");
        }
    }

    /// <summary>The next 1, 2, 3 or 5 times a power of ten, so that the scale reads well.</summary>
    private static double Nice(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, value))));
        return new[] { 1, 2, 3, 5, 10 }.Select(step => step * power).First(step => step >= value);
    }

    private sealed record Line(string Name, Func<LatencyRow, double> Value);
}

using System.Globalization;
using System.Text;
using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>Writes a trace as steps that the model has to carry out one by one; the model itself judges whether it can.</summary>
internal sealed class TraceScript
{
    private readonly ProtocolTrace _trace;
    private readonly Dictionary<Hash256, int> _blocks = [];
    private readonly Dictionary<ulong, int> _perView = [];
    private readonly StringBuilder _steps = new();

    private TraceScript(ProtocolTrace trace)
    {
        _trace = trace;
        _blocks.Add(trace.Start.Digest, 1);
    }

    /// <summary>The script, to be followed beside the model.</summary>
    /// <exception cref="InvalidOperationException">More than one faulty seat, or a number of validators other than the model's.</exception>
    public static string Of(ProtocolTrace trace)
    {
        if (trace.Seats != 4 || trace.Faulty.Length > 1)
        {
            throw new InvalidOperationException($"The model has 4 validators and one faulty; the trace has {trace.Seats} and {trace.Faulty.Length}.");
        }

        TraceScript script = new(trace);
        foreach (ProtocolEvent step in trace.Events)
        {
            script.Write(step);
        }

        return script.ToString();
    }

    public override string ToString()
    {
        ulong views = _trace.Events.Max(static step => step.View.Value) is var last && last > _trace.Start.View.Value ? last - _trace.Start.View.Value : 1;
        int faulty = _trace.Faulty.IsEmpty ? 4 : _trace.Faulty[0];
        string begin = _trace.Faulty.IsEmpty ? string.Empty : Line($"    begin({faulty});\n");
        return Line($"#define TRACE\n#define ID short\n#define VIEWS {views}\n#define FIRST_LEADER {_trace.Start.View.Value % 4}\n")
            + "#include \"simplex.pml\"\n\ninit\n{\n"
            + Line($"    faulty = {faulty};\n    prepare();\n")
            + begin
            + _steps
            + "    printf(\"accepted\\n\")\n}\n";
    }

    private void Write(ProtocolEvent step)
    {
        ulong view = step.View.Value - Math.Min(step.View.Value, _trace.Start.View.Value);
        string line = step.Kind switch
        {
            ProtocolEventKind.Propose => $"propose({view}, {Name(step.Digest, view)}, {Parent(step.Parent)})",
            ProtocolEventKind.Notarize => $"notarize({step.Seat}, {view}, {Name(step.Digest, view)})",
            ProtocolEventKind.Nullify => $"nullify({step.Seat}, {view})",
            ProtocolEventKind.Finalize => $"finalize({step.Seat}, {view}, {Name(step.Digest, view)})",
            ProtocolEventKind.Enter => $"enter({step.Seat}, {view})",
            ProtocolEventKind.Restart => $"restart({step.Seat})",
            ProtocolEventKind.Commit => $"commit({step.Seat}, {view}, {Name(step.Digest, view)})",
            _ => throw new InvalidOperationException($"No step for {step.Kind}."),
        };
        _steps.Append("    ").Append(line).Append(";\n");
    }

    /// <summary>0 or 1: the model knows the first two blocks of a view. A digest that was never proposed gets a name too, and no further.</summary>
    private int Name(Hash256 digest, ulong view)
    {
        if (!_blocks.TryGetValue(digest, out int block))
        {
            int which = _perView.GetValueOrDefault(view);
            _perView[view] = which + 1;
            block = (2 * (int)view) + (which < 2 ? which : throw new InvalidOperationException($"View {view} has more than two blocks."));
            _blocks.Add(digest, block);
        }

        return block % 2;
    }

    /// <summary>A parent that nobody proposed is no block at all, which the model refuses.</summary>
    private int Parent(BlockRef parent) => _blocks.GetValueOrDefault(parent.Digest);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>The instruments of this project, under the meter <see cref="MeterName"/>.</summary>
public sealed class NetworkMetrics : IDisposable
{
    public const string MeterName = "DeAI.Chain.Network";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _refused;
    private readonly Counter<long> _opened;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _dialFailures;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _roundTrip;

    internal NetworkMetrics(Func<int> sessions, Func<int> pending, Func<int> unread)
    {
        _refused = _meter.CreateCounter<long>("deai.network.refused", description: "Connections refused before they were sessions, by reason.");
        _opened = _meter.CreateCounter<long>("deai.network.sessions.opened");
        _closed = _meter.CreateCounter<long>("deai.network.sessions.closed", description: "Sessions ended, by reason.");
        _dialFailures = _meter.CreateCounter<long>("deai.network.dial.failures", description: "Dials without a session, by reason.");
        _frames = _meter.CreateCounter<long>("deai.network.frames", description: "Frames by direction.");
        _bytes = _meter.CreateCounter<long>("deai.network.bytes", "By", "Payloads and frame headers by direction, without TLS.");
        _dropped = _meter.CreateCounter<long>("deai.network.dropped", description: "Frames dropped at a full queue, by direction and channel.");
        _roundTrip = _meter.CreateHistogram<double>("deai.network.round_trip", "s");
        _meter.CreateObservableGauge("deai.network.sessions", sessions);
        _meter.CreateObservableGauge("deai.network.pending", pending, description: "Accepted connections whose handshake is not over.");
        _meter.CreateObservableGauge("deai.network.unread", unread, description: "Received frames that nobody has read yet.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Refused(ReasonCode reason) => _refused.Add(1, Tag("reason", reason.ToString()));

    internal void SessionOpened() => _opened.Add(1);

    internal void SessionClosed(ReasonCode reason) => _closed.Add(1, Tag("reason", reason.ToString()));

    internal void DialFailed(ReasonCode reason) => _dialFailures.Add(1, Tag("reason", reason.ToString()));

    internal void Traffic(string direction, int frames, long bytes)
    {
        _frames.Add(frames, Tag("direction", direction));
        _bytes.Add(bytes, Tag("direction", direction));
    }

    internal void Dropped(string direction, ChannelClass channel) =>
        _dropped.Add(1, Tag("direction", direction), Tag("channel", ChannelClasses.Name(channel)));

    internal void RoundTrip(TimeSpan time) => _roundTrip.Record(time.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

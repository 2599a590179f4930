using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace DeAI.Chain.Node.Telemetry;

/// <summary>
/// Listens to the meters of DeAI.Chain and of the .NET runtime and writes them in Prometheus' text format 0.0.4. Histograms are written as sum
/// and count and fixed buckets of seconds.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    /// <summary>More series than this means that a label holds something unbounded; further ones are not kept.</summary>
    private const int MaxSeries = 4096;

    /// <summary>Memory, collections, threads and processor time: operators ask for them first when a node is slow.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();

    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("DeAI.Chain", StringComparison.Ordinal) || instrument.Meter.Name == RuntimeMeter)
            {
                listener.EnableMeasurementEvents(instrument, new Family(NameOf(instrument), KindOf(instrument)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.Start();
    }

    /// <summary>All series now, in ascending order of name and labels.</summary>
    public IReadOnlyList<MetricSample> Samples()
    {
        _listener.RecordObservableInstruments();
        return
        [
            .. _series
                .OrderBy(static entry => entry.Key.Name, StringComparer.Ordinal)
                .ThenBy(static entry => entry.Key.Labels, StringComparer.Ordinal)
                .SelectMany(static entry => entry.Value.Samples(entry.Key)),
        ];
    }

    public string Text()
    {
        StringBuilder text = new();
        foreach (MetricSample sample in Samples())
        {
            text.Append(sample.Name);
            if (sample.Labels.Length > 0)
            {
                text.Append('{').Append(sample.Labels).Append('}');
            }

            text.Append(' ').Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    // Frames and bytes are counted thousands of times a second, so the text of a series is made once.
    private void Record(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Series? series = tags.Length switch
        {
            0 => family.Untagged ??= Find(family, string.Empty),
            1 => FindTagged(family, tags),
            _ => Find(family, LabelsOf(tags)),
        };
        series?.Record(value);
    }

    private Series? FindTagged(Family family, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Tag tag = new(tags[0].Key, tags[0].Value);
        if (family.ByTag.TryGetValue(tag, out Series? known))
        {
            return known;
        }

        Series? series = Find(family, LabelsOf(tags));
        if (series is not null && family.ByTag.Count < MaxSeries)
        {
            family.ByTag[tag] = series;
        }

        return series;
    }

    /// <returns>Null when there are too many.</returns>
    private Series? Find(Family family, string labels)
    {
        SeriesKey key = new(family.Name, labels);
        return _series.TryGetValue(key, out Series? series) ? series
            : _series.Count >= MaxSeries ? null
            : _series.GetOrAdd(key, static (_, kind) => new Series(kind), family.Kind);
    }

    private static string NameOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_').Replace('-', '_');
        string unit = instrument.Unit switch { "s" => "_seconds", "By" when !name.EndsWith("_bytes", StringComparison.Ordinal) => "_bytes", _ => string.Empty };
        return Type(instrument) is "Counter" or "ObservableCounter" ? name + unit + "_total" : name + unit;
    }

    /// <summary>What is observed is told as it stands, also where it only ever grows; what is counted comes as differences.</summary>
    private static SeriesKind KindOf(Instrument instrument) => Type(instrument) switch
    {
        "Histogram" => SeriesKind.Histogram,
        "Counter" or "UpDownCounter" => SeriesKind.Counter,
        _ => SeriesKind.Gauge,
    };

    private static string Type(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        StringBuilder labels = new();
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            string value = (tag.Value?.ToString() ?? string.Empty).Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Append(labels.Length > 0 ? "," : string.Empty).Append(tag.Key.Replace('.', '_')).Append("=\"").Append(value).Append('"');
        }

        return labels.ToString();
    }

    private enum SeriesKind
    {
        Counter,
        Gauge,
        Histogram,
    }

    /// <summary>The series of one instrument.</summary>
    private sealed record Family(string Name, SeriesKind Kind)
    {
        public Series? Untagged { get; set; }

        public ConcurrentDictionary<Tag, Series> ByTag { get; } = new();
    }

    private readonly record struct Tag(string Key, object? Value);

    internal readonly record struct SeriesKey(string Name, string Labels);

    private sealed class Series(SeriesKind kind)
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = kind == SeriesKind.Histogram ? new long[Buckets.Length] : [];
        private double _sum;
        private long _count;

        public void Record(double value)
        {
            lock (_gate)
            {
                _count++;
                _sum = kind == SeriesKind.Gauge ? value : _sum + value;
                for (int i = 0; i < _counts.Length; i++)
                {
                    _counts[i] += value <= Buckets[i] ? 1 : 0;
                }
            }
        }

        public List<MetricSample> Samples(SeriesKey key)
        {
            lock (_gate)
            {
                if (kind != SeriesKind.Histogram)
                {
                    return [new MetricSample(key.Name, key.Labels, _sum)];
                }

                string prefix = key.Labels.Length > 0 ? key.Labels + "," : string.Empty;
                List<MetricSample> samples = [];
                for (int i = 0; i < Buckets.Length; i++)
                {
                    samples.Add(new MetricSample(key.Name + "_bucket", $"{prefix}le=\"{Buckets[i].ToString(CultureInfo.InvariantCulture)}\"", _counts[i]));
                }

                samples.Add(new MetricSample(key.Name + "_bucket", $"{prefix}le=\"+Inf\"", _count));
                samples.Add(new MetricSample(key.Name + "_sum", key.Labels, _sum));
                samples.Add(new MetricSample(key.Name + "_count", key.Labels, _count));
                return samples;
            }
        }
    }
}

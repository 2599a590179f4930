using System.Globalization;

namespace DeAI.Chain.Grpc;

/// <summary>The <c>grpc-timeout</c> header: one to eight digits and a unit out of H, M, S, m, u, n (gRPC over HTTP/2).</summary>
internal static class TimeoutHeader
{
    private const long MaxValue = 99_999_999;

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return false;
        }

        long? ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => value / TimeSpan.NanosecondsPerTick,
            _ => null,
        };

        timeout = TimeSpan.FromTicks(ticks ?? 0);
        return ticks is not null;
    }

    /// <summary>The finest unit that fits eight digits, rounded up: the peer must not give up before this side does.</summary>
    public static string Format(TimeSpan timeout)
    {
        long ticks = Math.Max(timeout.Ticks, 0);
        if (ticks <= MaxValue / TimeSpan.NanosecondsPerTick)
        {
            return $"{ticks * TimeSpan.NanosecondsPerTick}n";
        }

        return Fit(ticks, TimeSpan.TicksPerMicrosecond, 'u')
            ?? Fit(ticks, TimeSpan.TicksPerMillisecond, 'm')
            ?? Fit(ticks, TimeSpan.TicksPerSecond, 'S')
            ?? Fit(ticks, TimeSpan.TicksPerMinute, 'M')
            ?? Fit(ticks, TimeSpan.TicksPerHour, 'H')
            ?? $"{MaxValue}H";
    }

    private static string? Fit(long ticks, long unit, char letter)
    {
        long value = (ticks / unit) + (ticks % unit == 0 ? 0 : 1);
        return value <= MaxValue ? $"{value}{letter}" : null;
    }
}

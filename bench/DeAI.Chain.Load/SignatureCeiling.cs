using System.Diagnostics;
using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Load;

/// <summary>How many Ed25519 signatures this machine checks in a second with all its cores and nothing else to do.</summary>
public static class SignatureCeiling
{
    private const int Batch = 256;

    public static SignatureSpeed Measure(TimeSpan duration)
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData("ceiling"u8));
        byte[] message = SHA256.HashData("message"u8);
        Signature signature = key.Sign(message);
        PublicKey publicKey = key.PublicKey;
        long total = 0;
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = new Thread[Environment.ProcessorCount];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Interlocked.Add(ref total, Check(publicKey, message, signature, started, duration)));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        double perSecond = total / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new SignatureSpeed(perSecond, (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / total);
    }

    private static long Check(PublicKey key, byte[] message, Signature signature, long started, TimeSpan duration)
    {
        long count = 0;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            for (int i = 0; i < Batch; i++)
            {
                if (!Ed25519.Verify(key, message, signature))
                {
                    throw new InvalidOperationException("A good signature was refused.");
                }
            }

            count += Batch;
        }

        return count;
    }
}

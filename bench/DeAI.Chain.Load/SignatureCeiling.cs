using System.Diagnostics;
using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Load;

/// <summary>How many Ed25519 signatures this machine checks in a second with all its cores and nothing else to do.</summary>
/// <param name="OneByOne">By libsodium.</param>
/// <param name="Together">By the verifier that nodes use, 64 at a time, of 32 keys that it has met before.</param>
public sealed record SignatureCeiling(SignatureSpeed OneByOne, SignatureSpeed Together)
{
    private const int Batch = 64;
    private const int Keys = 32;

    /// <param name="duration">Half of it for each way.</param>
    public static SignatureCeiling Measure(TimeSpan duration)
    {
        SignatureCheck[] checks = [.. Enumerable.Range(0, Batch).Select(MakeCheck)];
        SignatureVerifier libsodium = new(allowLanes: false);
        SignatureVerifier verifier = new();
        bool[] good = new bool[Batch];
        for (int i = 0; i < Batch; i++)
        {
            // Until all keys are known well enough to be prepared.
            verifier.Verify(checks, good);
        }

        return new SignatureCeiling(Measure(libsodium, checks, duration / 2), Measure(verifier, checks, duration / 2));
    }

    private static SignatureSpeed Measure(SignatureVerifier verifier, SignatureCheck[] checks, TimeSpan duration)
    {
        long total = 0;
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = new Thread[Environment.ProcessorCount];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Interlocked.Add(ref total, Check(verifier, checks, started, duration)));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        double perSecond = total / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new SignatureSpeed(perSecond, (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / total);
    }

    private static long Check(SignatureVerifier verifier, SignatureCheck[] checks, long started, TimeSpan duration)
    {
        long count = 0;
        bool[] good = new bool[checks.Length];
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            verifier.Verify(checks, good);
            if (good.Contains(false))
            {
                throw new InvalidOperationException("A good signature was refused.");
            }

            count += checks.Length;
        }

        return count;
    }

    private static SignatureCheck MakeCheck(int index)
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData([(byte)(index % Keys)]));
        byte[] message = SHA256.HashData([(byte)index, 1]);
        return new SignatureCheck(key.PublicKey, new Hash256(message), key.Sign(message));
    }
}

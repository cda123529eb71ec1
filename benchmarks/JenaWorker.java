// Answers queries from a TDB2 folder: one query per line in base64 in, "seconds base64-of-SPARQL-JSON" per line out, or "seconds ! message".
// Run by benchmarks/bench.py with the jars of Debian's libapache-jena-java: java -cp … JenaWorker.java FOLDER [FILE to load first]
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.util.Base64;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.tdb2.loader.DataLoader;
import org.apache.jena.tdb2.loader.LoaderFactory;
import org.apache.jena.system.progress.MonitorOutputs;

public class JenaWorker {
    public static void main(String[] told) throws Exception {
        Dataset data = TDB2Factory.connectDataset(told[0]);
        if (told.length > 1) {
            DataLoader loader = LoaderFactory.parallelLoader(data.asDatasetGraph(), MonitorOutputs.nullOutput());
            loader.startBulk();
            loader.load(told[1]);
            loader.finishBulk();
        }
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String text = new String(Base64.getDecoder().decode(line), "UTF-8");
            long start = System.nanoTime();
            String answer;
            data.begin(ReadWrite.READ);
            try (QueryExecution one = QueryExecutionFactory.create(text, data)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ResultSetFormatter.outputAsJSON(out, one.execSelect());
                answer = Base64.getEncoder().encodeToString(out.toByteArray());
            } catch (Exception | StackOverflowError error) {
                answer = "! " + String.valueOf(error).replace('\n', ' ');
            } finally {
                data.end();
            }
            System.out.println((System.nanoTime() - start) / 1e9 + " " + answer);
        }
    }
}
